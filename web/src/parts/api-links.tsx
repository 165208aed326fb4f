import { useState } from 'preact/hooks';
import { apiUrl, fetchText, wikiUrl } from '../api/client';
import type { Article } from '../api/types';
import { TryIt } from './try-it';

/** The same article as programs get it. */
export function ApiLinks({ article }: { article: Article }) {
  const [told, setTold] = useState('');
  const address = wikiUrl([article.universe, article.category, article.title]);
  const copy = (what: string, text: Promise<string>) => {
    text
      .then((copied) => navigator.clipboard.writeText(copied))
      .then(
        () => setTold(`${what} is copied.`),
        () => setTold(`${what} could not be copied.`),
      );
  };
  return (
    <section class="api-links" aria-labelledby="for-programs">
      <h2 id="for-programs" class="small-head">
        For programs
      </h2>
      <p>
        <a href={address} rel="external">
          As JSON
        </a>
        <button
          class="text-button"
          type="button"
          onClick={() => copy('The Markdown', fetchText(address, 'text/markdown'))}
        >
          Copy as Markdown
        </button>
        <button class="text-button" type="button" onClick={() => copy('The command', Promise.resolve(curlOf(address)))}>
          Copy curl
        </button>
        <a href={apiUrl('docs')} rel="external">
          The API
        </a>
      </p>
      <p class="told" role="status">
        {told}
      </p>
      <TryIt universe={article.universe} category={article.category} title={article.title} />
    </section>
  );
}

/** A command for a shell: in single quotes nothing has a meaning but the quote itself. */
function curlOf(address: string): string {
  return `curl '${address.replaceAll("'", '%27')}'`;
}

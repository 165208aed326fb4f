import { useState } from 'preact/hooks';

/** Longer answers are cut: this is to look at, not to work with. */
const MOST_SHOWN = 20_000;

interface Example {
  name: string;
  /** Relative to where the service lies. */
  path: string;
}

function examplesFor({ universe, category, title }: Record<'universe' | 'category' | 'title', string>): Example[] {
  const [place, name] = [`api/v1/wiki/${encodeURIComponent(universe)}`, encodeURIComponent(title)];
  return [
    { name: 'This article', path: `${place}/${encodeURIComponent(category)}/${name}` },
    { name: 'Its text by sections', path: `${place}/sections/${name}?toc=true` },
    { name: 'What links to it', path: `${place}/links/${name}?direction=in&limit=10` },
    { name: 'Search', path: `${place}/search?q=${name}&limit=3` },
    { name: 'Passages for a prompt', path: `${place}/passages?q=${name}&limit=3&budget_tokens=500` },
    {
      name: 'A list',
      path: `${place}/articles?category=${encodeURIComponent(category)}&sort=-links&fields=title,summary`,
    },
    { name: 'An article by chance', path: `${place}/random?category=${encodeURIComponent(category)}` },
  ];
}

/** Asks the API from the page: an endpoint to choose, to edit, and what it answers. */
export function TryIt(subject: { universe: string; category: string; title: string }) {
  const examples = examplesFor(subject);
  const [path, setPath] = useState(examples[0]?.path ?? '');
  const [answer, setAnswer] = useState<{ line: string; body: string } | null>(null);
  const send = () => {
    ask(path).then(setAnswer, (error: Error) => setAnswer({ line: error.message, body: '' }));
  };
  return (
    <details class="try-it">
      <summary>Try it</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label class="field">
          <span>Endpoint</span>
          <select onChange={(event) => setPath(event.currentTarget.value)}>
            {examples.map((example) => (
              <option key={example.path} value={example.path}>
                {example.name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>GET</span>
          <textarea rows={3} spellcheck={false} value={path} onInput={(event) => setPath(event.currentTarget.value)} />
        </label>
        <button class="button is-quiet" type="submit">
          Send
        </button>
      </form>
      <p class="told" role="status">
        {answer?.line}
      </p>
      {answer && answer.body !== '' && (
        <pre tabIndex={0} aria-label="The answer">
          {answer.body}
        </pre>
      )}
    </details>
  );
}

/** Throws an error in words for an address that is not of this service. */
async function ask(path: string): Promise<{ line: string; body: string }> {
  const url = URL.canParse(path.trim(), document.baseURI)
    ? new URL(path.trim().replace(/^\/+/, ''), document.baseURI)
    : null;
  if (!url?.href.startsWith(document.baseURI)) throw new Error('Only addresses of this service can be asked.');
  const answer = await fetch(url).catch(() => {
    throw new Error('The server does not answer.');
  });
  const text = await answer.text();
  const cut = text.length > MOST_SHOWN ? ', cut here' : '';
  const line = `${answer.status}, ${text.length.toLocaleString('en')} characters${cut}`;
  return { line, body: indented(text).slice(0, MOST_SHOWN) };
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}

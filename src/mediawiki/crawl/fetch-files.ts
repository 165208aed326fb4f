import { inHalves, joinValues, titleBatches } from '../api/batches';
import { queryAll } from '../api/continuation';
import { listOf, type Members } from '../../universe/members';
import type { WikiClient } from '../api/wiki-client';

/** What the wiki says of a file: where its newest version lies, and which version that is. */
export interface FileFacts {
  url: string;
  /** When it was uploaded, and its SHA-1 (else its size): another version differs in it, a newer one comes later. */
  revision: string | null;
}

/** Asks for files by their names, in any spelling; a file that is not there is left out. */
export async function fetchFiles(
  client: Pick<WikiClient, 'query'>,
  fileNames: readonly string[],
): Promise<Map<string, FileFacts>> {
  const files = new Map<string, FileFacts>();
  for (const batch of titleBatches([...new Set(fileNames)].map(titleOf))) {
    const answers = await inHalves(batch, (half) =>
      queryAll(client, { titles: joinValues(half), prop: 'imageinfo', iiprop: 'url|timestamp|sha1|size' }),
    );
    for (const { pages, query } of answers) {
      const facts = new Map(pages.map((page) => [String(page['title']), factsOf(page)]));
      const spelled = new Map(listOf(query['normalized']).map(({ from, to }) => [String(from), String(to)]));
      for (const title of batch) {
        const known = facts.get(spelled.get(title) ?? title);
        if (known) files.set(title.slice(PREFIX.length), known);
      }
    }
  }
  return files;
}

const PREFIX = 'File:';
const titleOf = (name: string) => `${PREFIX}${name}`;

function factsOf(page: Members): FileFacts | null {
  const [info] = listOf(page['imageinfo']);
  return typeof info?.['url'] === 'string' ? { url: info['url'], revision: revisionOf(info) } : null;
}

function revisionOf({ timestamp, sha1, size }: Members): string | null {
  const time = typeof timestamp === 'string' ? timestamp.replace(/\D/g, '') : '';
  const content = typeof sha1 === 'string' ? sha1 : typeof size === 'number' ? String(size) : '';
  return `${time}-${content}` === '-' ? null : `${time}-${content}`;
}

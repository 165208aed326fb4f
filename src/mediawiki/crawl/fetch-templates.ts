import { inHalves, joinValues, titleBatches } from '../api/batches';
import { queryAll } from '../api/continuation';
import { listOf, textOf } from '../../universe/members';
import { contentOf } from '../api/revision-content';
import type { WikiClient } from '../api/wiki-client';
import { InfoboxDefinitions, type TemplatePage } from '../wikitext/infobox-definitions';
import type { Namespaces } from '../wikitext/namespaces';
import { readTemplatePage } from '../wikitext/template-page';

/** What the wiki's own pages say of its templates: which are infoboxes, and what their parameters are called. */
export interface FetchedTemplates {
  pages: TemplatePage[];
  redirects: [from: string, to: string][];
}

/** Templates within wrappers are followed so far. */
const DEEPEST = 3;

/** Fetches the pages of templates by their names, and of those that they hand their parameters on to. */
export async function fetchTemplates(
  client: Pick<WikiClient, 'query'>,
  names: readonly string[],
  namespaces: Namespaces,
): Promise<FetchedTemplates> {
  const fetched: FetchedTemplates = { pages: [], redirects: [] };
  const asked = new Set<string>();
  let next = [...names];
  for (let depth = 0; depth < DEEPEST && next.length > 0; depth++) {
    for (const name of next) asked.add(name);
    const pages = await fetchNamed(client, next, namespaces, fetched);
    next = pages.flatMap(shownBy).filter((name) => !asked.has(name));
  }
  return fetched;
}

/** The definitions that template pages make. */
export function definitionsOf({ pages, redirects }: FetchedTemplates): InfoboxDefinitions {
  const definitions = new InfoboxDefinitions();
  for (const page of pages) definitions.addPage(page);
  for (const [from, to] of redirects) definitions.addRedirect(from, to);
  return definitions;
}

async function fetchNamed(
  client: Pick<WikiClient, 'query'>,
  names: readonly string[],
  namespaces: Namespaces,
  into: FetchedTemplates,
): Promise<TemplatePage[]> {
  const found: TemplatePage[] = [];
  for (const batch of titleBatches([...new Set(names)].map((name) => `Template:${name}`))) {
    const params = { prop: 'revisions', rvprop: 'content', rvslots: 'main', redirects: '1' };
    const answers = await inHalves(
      batch,
      (half) => queryAll(client, { ...params, titles: joinValues(half) }, { mayFail: true }),
      // Without its definition a template is read by its parameters' names.
      () => undefined,
    );
    for (const { pages, query } of answers) {
      for (const { from, to } of listOf(query['redirects'])) into.redirects.push([nameIn(from), nameIn(to)]);
      for (const page of pages) {
        const [revision] = listOf(page['revisions']);
        const text = revision ? contentOf(revision) : null;
        const read = text === null ? null : readTemplatePage(nameIn(page['title']), text, namespaces);
        if (read) found.push(read);
      }
    }
  }
  into.pages.push(...found);
  return found;
}

function shownBy(page: TemplatePage): string[] {
  return 'wrapper' in page ? page.wrapper.shows.map(({ template }) => template) : [];
}

function nameIn(title: unknown): string {
  return textOf(title).replace(/^[^:]*:/, '');
}

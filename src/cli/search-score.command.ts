import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../config/read-environment';
import type { Directory } from '../dataset/directory';
import { Snapshot } from '../dataset/snapshot';
import { SnapshotStore } from '../dataset/snapshot-store';
import { buildDataset } from '../prefetch/categorise/build-dataset';
import { loadUniverseDefinitions } from '../universe/load-universe-definitions';
import { genericDefinition, isUniverseId } from '../universe/universe-definition';
import { readOptions } from './read-options';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run search:score -- --queries FILE [options]

Asks the queries of a file of a universe's file cache and says how often the right article comes first, among the first
three, and among the first ten; then lists every query whose first result is another. The file is a list of
{"q": what was typed, "expect": [titles that are right]}.

  --queries FILE     the queries (JSON)
  --cache-dir D      the file cache (CACHE_DIR)
  --universe ID      the universe (star_wars)
  --beside           measures MiniSearch beside it, by titles and aliases, where the package "minisearch" is installed
  --help             this text`;

const QUERIES = z.array(z.object({ q: z.string(), expect: z.array(z.string()).min(1) })).min(1);
type Queries = z.infer<typeof QUERIES>;
/** The titles of the first ten, best first. */
type Asked = (query: string) => string[];

const DEPTH = 10;
const LEVELS = [1, 3, DEPTH] as const;

/** `npm run search:score`. */
export async function searchScoreCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    queries: { type: 'string' },
    'cache-dir': { type: 'string' },
    universe: { type: 'string', default: 'star_wars' },
    beside: { type: 'boolean', default: false },
  });
  if (!values) return;
  if (!values.queries) throw new UsageError(`--queries is needed\n\n${HELP}`);
  if (!isUniverseId(values.universe)) throw new UsageError(`"${values.universe}" cannot be the id of a universe.`);
  const queries = await readQueries(values.queries);
  const directory = await buildDirectory(values.universe, values['cache-dir']);
  const { search } = directory;
  const ours = (query: string) =>
    search.search(query, { limit: DEPTH }).hits.map(({ ordinal }) => directory.title(ordinal));
  score('Lorekeeper', queries, ours, true);
  if (values.beside) score('MiniSearch', queries, await openMiniSearch(directory), false);
}

async function readQueries(path: string): Promise<Queries> {
  try {
    return QUERIES.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String((error as Error).message);
    throw new UsageError(`--queries: ${reason}\nThe file must be a list of {"q": "…", "expect": ["…"]}.`);
  }
}

/** Builds the dataset apart from the one that is served, which stays as it is. */
async function buildDirectory(universe: string, cacheDir: string | undefined): Promise<Directory> {
  const { files } = readConfig();
  const definitions = await loadUniverseDefinitions(files.universesDir, (file, reason) =>
    console.error(`${file}: ${reason}`),
  );
  const indexDir = await mkdtemp(join(tmpdir(), 'lorekeeper-score-'));
  try {
    const definition = definitions.get(universe) ?? genericDefinition(universe);
    const sourceDir = resolve(cacheDir ?? files.cacheDir);
    const request = { universe, definition, indexDir, sourceDir, contentDir: files.contentDir, ttlDays: files.ttlDays };
    const built = await buildDataset({ ...request, force: true, allowShrink: true }, () => undefined);
    const snapshot =
      built.status === 'built' ? await Snapshot.openCurrent(new SnapshotStore(indexDir), universe) : null;
    if (!snapshot) throw new UsageError(`There are no data of the universe "${universe}" in the file cache.`);
    return snapshot.directory;
  } finally {
    await rm(indexDir, { recursive: true, force: true });
  }
}

function score(name: string, queries: Queries, ask: Asked, showMisses: boolean): void {
  const places = queries.map(({ q, expect }) => {
    const found = ask(q);
    return { q, expect, found, place: found.findIndex((title) => expect.includes(title)) };
  });
  const shares = LEVELS.map((level) => places.filter(({ place }) => place >= 0 && place < level).length);
  const [first, three, ten] = shares.map((count) => `${((100 * count) / queries.length).toFixed(1)} %`);
  console.log(`${name}: ${queries.length} queries; first ${first}, among three ${three}, among ten ${ten}`);
  if (!showMisses) return;
  for (const { q, expect, found, place } of places.filter(({ place }) => place !== 0)) {
    const where = place < 0 ? 'not among ten' : `place ${place + 1}`;
    console.log(`  ${q}: ${expect[0]} ${where}; first come ${found.slice(0, 3).join(' | ') || 'none'}`);
  }
}

/** What ten lines of a search library give: titles and aliases, prefixes and misspellings, weighed by links. */
async function openMiniSearch(directory: Directory): Promise<Asked> {
  const { default: MiniSearch } = await import('minisearch').catch(() => {
    throw new UsageError('--beside needs the package minisearch: npm install --no-save minisearch');
  });
  const index = new MiniSearch<{ id: number; title: string; names: string }>({ fields: ['title', 'names'] });
  const names = new Map<number, string[]>();
  for (const { ordinal, text } of directory.search.otherNames()) {
    names.set(ordinal, [...(names.get(ordinal) ?? []), text]);
  }
  const articles = Array.from({ length: directory.count }, (_, id) => id);
  index.addAll(articles.map((id) => ({ id, title: directory.title(id), names: (names.get(id) ?? []).join(' ') })));
  const boostDocument = (id: number) => Math.log2(2 + (directory.links[id] ?? 0));
  return (query) =>
    index
      .search(query, { prefix: true, fuzzy: 0.2, boost: { title: 2 }, combineWith: 'AND', boostDocument })
      .slice(0, DEPTH)
      .map(({ id }) => directory.title(id as number));
}

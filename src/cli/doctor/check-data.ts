import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Config } from '../../config/config';
import { Snapshot } from '../../dataset/snapshot';
import { SnapshotStore, type SnapshotPointer } from '../../dataset/snapshot-store';
import { listPerArticleFiles } from '../../file-cache/per-article-files';
import { findSourceFiles, listCachedUniverses, pathsOf, type SourceFiles } from '../../file-cache/source-files';
import { loadUniverseDefinitions } from '../../universe/load-universe-definitions';
import { stateOf } from '../../prefetch/categorise/build-dataset';
import { genericDefinition, type UniverseDefinition } from '../../universe/universe-definition';
import { ok, problem, warning, type Finding } from './finding';

export interface DefinitionsReport {
  definitions: ReadonlyMap<string, UniverseDefinition>;
  findings: Finding[];
}

export async function checkDefinitions(universesDir: string): Promise<DefinitionsReport> {
  const bad: Finding[] = [];
  const definitions = await loadUniverseDefinitions(universesDir, (file, reason) => {
    bad.push(
      problem(
        `Universe file ${basename(file)}`,
        reason.replace(`${basename(file)}: `, ''),
        'Correct this file; until then its universe gets generic rules.',
      ),
    );
  });
  const ids = [...definitions.keys()].sort().join(', ');
  const found =
    definitions.size > 0
      ? ok('Universe files', ids)
      : problem('Universe files', 'there are none', 'Set UNIVERSES_DIR to the folder universes/ of the package.');
  return { definitions, findings: [found, ...bad] };
}

/** The forms of the file cache that are there, their problems, and the state of the index. */
export async function checkFileCache(
  { files, prefetch }: Config,
  definitions: ReadonlyMap<string, UniverseDefinition>,
): Promise<Finding[]> {
  const listed = await listUniverses(files, [...definitions.keys()]);
  if (!listed) {
    return [problem('File cache', 'CACHE_DIR cannot be listed', 'Let the user that runs Lorekeeper read this folder.')];
  }
  const missing = (prefetch.universes ?? [])
    .filter((universe) => !listed.has(universe))
    .map((universe) =>
      problem(`File cache of ${universe}`, 'UNIVERSES names it, but it has no files', FILL.replaceAll('ID', universe)),
    );
  if (listed.size === 0) {
    const says = 'empty: the bundled demo universe is served';
    return [...missing, warning('File cache', says, FILL)];
  }
  const store = await SnapshotStore.open(files.cacheDir, files.dataDir);
  const findings = await Promise.all(
    [...listed].map(([universe, perArticle]) => {
      const definition = definitions.get(universe) ?? genericDefinition(universe);
      return checkUniverse(files.cacheDir, definition, perArticle, store);
    }),
  );
  return [...missing, ...findings.flat()];
}

const FILL = 'Fill it: npm run cache:crawl -- --universe ID, or npm run cache:import-dump -- FILE --universe ID.';

async function listUniverses(files: Config['files'], known: string[]): Promise<Map<string, string[]> | null> {
  try {
    const perArticle = await listPerArticleFiles(files.contentDir, known);
    const listed = new Map<string, string[]>();
    for (const universe of (await listCachedUniverses(files.cacheDir)).ids) listed.set(universe, []);
    for (const [universe, paths] of perArticle) listed.set(universe, paths);
    return listed;
  } catch {
    return null;
  }
}

async function checkUniverse(
  cacheDir: string,
  definition: UniverseDefinition,
  perArticle: string[],
  store: SnapshotStore,
): Promise<Finding[]> {
  const universe = definition.id;
  const what = `File cache of ${universe}`;
  const sources = await findSourceFiles(cacheDir, universe, perArticle);
  const forms = [
    sources.native ? `native (${sources.native.files.length} files)` : null,
    sources.categorised ? `categorised (${basename(sources.categorised.file)})` : null,
    perArticle.length > 0 ? `per article (${perArticle.length.toLocaleString('en')} files)` : null,
  ].filter((form) => form !== null);
  const findings = sources.problems.map(({ file, reason }) =>
    problem(what, `${basename(file)}: ${reason}`, `See npm run cache:verify -- --universe ${universe}.`),
  );
  if (pathsOf(sources).length === 0) {
    findings.push(problem(what, 'no file of it can be used', FILL.replaceAll('ID', universe)));
    return findings;
  }
  findings.push(ok(what, forms.join(', ')), ...(await checkSizes(what, universe, sources)));
  findings.push(await checkIndex(universe, store, await stateOf({ definition }, sources)));
  return findings;
}

/** The cheap half of what cache:verify compares: a file that was cut has another size than its manifest says. */
async function checkSizes(what: string, universe: string, { native }: SourceFiles): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, bytes } of native?.manifest?.files ?? []) {
    const size = await stat(join(native?.dir ?? '', name)).then(
      (facts) => facts.size,
      () => null,
    );
    if (size === null || bytes === null || size === bytes) continue;
    const says = `${name} has ${size.toLocaleString('en')} bytes, its manifest says ${bytes.toLocaleString('en')}`;
    findings.push(warning(what, says, `It was cut or changed: npm run cache:verify -- --universe ${universe}.`));
  }
  return findings;
}

async function checkIndex(universe: string, store: SnapshotStore, state: string): Promise<Finding> {
  const what = `Index of ${universe}`;
  // The service takes over what lies elsewhere when it starts.
  const places = [store, store.elsewhere].filter((place) => place !== null);
  let pointer: SnapshotPointer | null = null;
  let snapshot: Snapshot | null = null;
  for (const place of places) {
    pointer = await place.findPointer(universe);
    snapshot = pointer && (await Snapshot.openCurrent(place, universe));
    if (snapshot) break;
  }
  if (!snapshot) return warning(what, 'not built yet', 'Nothing: the service builds it at its next start.');
  const { articles, rejected } = snapshot.directory.info;
  await snapshot.close();
  const says = `${articles.toLocaleString('en')} articles, ${rejected.toLocaleString('en')} records set aside`;
  if (pointer?.fingerprint === state) return ok(what, says);
  return warning(
    what,
    `${says}; the files or the rules changed since`,
    'Nothing: the service builds it anew at its next run.',
  );
}

/** Images and crawls: which hosts may be asked, and who answers for the asking. */
export function checkReach(config: Config, definitions: ReadonlyMap<string, UniverseDefinition>): Finding[] {
  const hosts = config.images.allowedHosts ?? [...definitions.values()].flatMap(({ imageHosts }) => imageHosts);
  const from = config.images.allowedHosts ? 'IMAGE_ALLOWED_HOSTS' : 'the universe files';
  const images =
    hosts.length > 0
      ? ok('Image hosts', `${[...new Set(hosts)].sort().join(', ')} (from ${from})`)
      : warning(
          'Image hosts',
          'none: no image can be fetched',
          'Name them in the universe files or in IMAGE_ALLOWED_HOSTS.',
        );
  const contact = config.wiki.contact
    ? ok('WIKI_CONTACT', config.wiki.contact)
    : warning('WIKI_CONTACT', 'not set: crawls are refused', 'Set it to your mail address or a page about you.');
  const admin = config.server.adminApiKey
    ? ok('ADMIN_API_KEY', 'set')
    : warning('ADMIN_API_KEY', 'not set: the admin routes are closed', 'Set it to a long random text.');
  return [images, contact, admin];
}

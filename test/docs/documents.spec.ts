import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ALLOCATOR, commandNames, environmentNames, readText, ROOT, scriptNames } from '../deploy/repository';
import { anchorsOf, codeBlocks, linksOf, requestsOf } from './markdown';

const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
  ...(existsSync(join(ROOT, 'bench/README.md')) ? ['bench/README.md'] : []),
].filter((name) => name.endsWith('.md'));

/** Names in capitals that are no variables of the service: abbreviations, codes, constants of the code, of tests. */
const NOT_OURS = new Set([
  ...ALLOCATOR,
  'ANSI',
  'API',
  'CORS',
  'CPU',
  'ETAG',
  'FILE',
  'ID',
  'JSON',
  'SQL',
  'TLS',
  'URL',
  'UTF',
  'XML',
  'EXISTS',
  'LISTEN',
  'NOTIFY',
  'COPY',
  'SELECT',
  'DATA_NOT_READY',
  'CHANGES_GONE',
  'HIT',
  'MISS',
  'STALE',
  'PUBLIC',
  'WIKI',
  'RAILWAY_RUN_UID',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'LOREKEEPER_CORPUS',
  'NAME_WEIGHT',
  'SMOOTHING',
  'COVERAGE_WEIGHT',
  'PERSON_WEIGHT',
  'UPDATE_METRICS',
  'CI',
  'HEAD',
  'GET',
  'POST',
]);

describe.each(DOCUMENTS)('%s', (name) => {
  const text = readText(name);
  const folder = dirname(join(ROOT, name));

  it('leads only to files and headings that exist', () => {
    const broken = linksOf(text)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? join(ROOT, name) : join(folder, decodeURIComponent(path));
        if (!existsSync(target)) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchorsOf(readFileSync(target, 'utf8')).has(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('stays within the repository', () => {
    const outside = linksOf(text)
      .filter((link) => !/^[a-z]+:|^#/.test(link))
      .filter((link) => relative(ROOT, join(folder, link.split('#')[0] ?? '')).startsWith('..'));
    expect(outside).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const known = scriptNames();
    const named = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !known.has(script))).toEqual([]);
  });

  it('names only commands that exist', () => {
    const known = commandNames();
    const named = [...text.matchAll(/dist\/cli\.js ([a-z:-]+)/g)].map(([, command = '']) => command);
    expect(named.filter((command) => !known.has(command))).toEqual([]);
  });

  it('names only variables that the service reads', () => {
    const known = environmentNames();
    const inline = [...text.matchAll(/`([A-Z][A-Z_]{2,})(?:=[^`]*)?`/g)].map(([, variable = '']) => variable);
    const assigned = codeBlocks(text, ['sh', '', 'ini']).flatMap((block) =>
      [...block.matchAll(/\b([A-Z][A-Z_]{2,})=/g)].map(([, variable = '']) => variable),
    );
    const unknown = [...inline, ...assigned].filter((variable) => !known.has(variable) && !NOT_OURS.has(variable));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('has blocks of JSON that are JSON', () => {
    for (const block of codeBlocks(text, ['json'])) expect(() => JSON.parse(block) as unknown).not.toThrow();
  });

  it('asks only for addresses that it spells out', () => {
    for (const { line, url } of requestsOf(text)) expect([line, URL.canParse(url)]).toEqual([line, true]);
  });
});

it('every variable of the service is in the README', () => {
  const text = readText('README.md');
  expect([...environmentNames()].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it('every npm script for operators is in the README', () => {
  const text = readText('README.md');
  const internal = new Set(['build', 'check', 'format', 'format:check', 'lint', 'types', 'test', 'prepack']);
  const missing = [...scriptNames()].filter((name) => !internal.has(name) && !text.includes(name));
  expect(missing).toEqual([]);
});

describe('the site of the documents', () => {
  const config = readText('docs/.vitepress/config.mjs');
  const documents = ['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder.replace(/^docs/, '')}/${name}`),
  );

  it.each(documents.filter((name) => name.endsWith('.md') && name !== '/index.md'))('leads to %s', (name) => {
    expect(config).toContain(`'${name.replace(/\.md$/, '')}'`);
  });

  it('shows pictures of 300 kB together at most', () => {
    const pictures = readdirSync(join(ROOT, 'docs/images')).map(
      (name) => statSync(join(ROOT, 'docs/images', name)).size,
    );
    expect(pictures.length).toBeGreaterThan(4);
    expect(pictures.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });
});

import { readText, scriptNames } from '../deploy/repository';

const LINES = readText('docs/faults.md')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|( case |---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const ROWS = new Map(
  LINES.map(([, name = '', , , tests = '']) => [name, [...tests.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)]),
);

const CASES = [...ROWS.keys()];

it('lists every case of the catalogue, and those that were found later', () => {
  expect(CASES).toEqual(expect.arrayContaining(Array.from({ length: 28 }, (_, i) => `F${41 + i}`)));
});

it('gives each case a number of its own', () => {
  expect(CASES.filter((name) => !/^F\d+$/.test(name))).toEqual([]);
  expect(ROWS.size).toBe(LINES.length);
});

it.each(CASES)('%s is tested where the list says', (name) => {
  const paths = ROWS.get(name) ?? [];
  expect(paths).not.toEqual([]);
  for (const path of paths) expect([path, new RegExp(`\\b${name}\\b`).test(readText(path))]).toEqual([path, true]);
});

it.each(CASES)('%s is run by test:faults', (name) => {
  expect(scriptNames()).toContain('test:faults');
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  const patterns = (scripts['test:faults'] ?? '').split(' ').filter((word) => /^(src|test)\//.test(word));
  expect(ROWS.get(name)?.some((path) => patterns.some((pattern) => path.startsWith(pattern)))).toBe(true);
});

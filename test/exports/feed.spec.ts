import { SaxesParser } from 'saxes';
import { startTestWorld, type TestApi, type TestWorld } from '../api/test-api';
import type { TestRecord } from '../api/test-records';

interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Element[];
}

let api: TestApi & { world: TestWorld };
beforeAll(async () => {
  api = await startTestWorld({}, { records: articles(HOSTILE.slice(0, 1)) });
});
afterAll(() => api.close());

const HOSTILE = [
  'Plain',
  '</title><script>alert(1)</script>',
  '<![CDATA[x]]>&amp;"\'',
  'Bell\u0008 and \uFFFE',
  ...Array.from({ length: 120 }, (_, n) => `Many ${n}`),
];

function articles(titles: readonly string[]): TestRecord[] {
  return titles.map((title, n) => ({
    pageid: n + 1,
    title,
    extract: `<b>${title}</b> is one.`,
  })) as unknown as TestRecord[];
}

/** By a strict parser, namespaces and all. Throws where the document is not well-formed. */
function parse(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    expect(uri).toBe('http://www.w3.org/2005/Atom');
    const values = Object.entries(attributes).map(([name, { value }]) => [name, value]);
    const element = {
      name: local,
      attributes: Object.fromEntries(values) as Record<string, string>,
      text: '',
      children: [],
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (part) => (open.at(-1)!.text += part));
  parser.write(text).close();
  return root.children[0]!;
}

test('valid Atom, the newest first, and titles that are only text', async () => {
  await api.world.publish('test_world', articles(HOSTILE.slice(0, 4)));
  await api.world.publish('test_world', articles(HOSTILE));
  const response = await fetch(`${api.url}/api/v1/wiki/test_world/changes.atom`);
  expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
  const feed = parse(await response.text());
  const one = (element: Element, name: string) => {
    const found = element.children.filter((child) => child.name === name);
    expect([name, found.length]).toEqual([name, 1]);
    return found[0]!;
  };
  // What RFC 4287 asks of every feed and every entry.
  for (const name of ['id', 'title', 'updated', 'author', 'rights']) expect(one(feed, name)).toBeDefined();
  const entries = feed.children.filter(({ name }) => name === 'entry');
  expect(entries).toHaveLength(100);
  expect(new Set(entries.map((entry) => one(entry, 'id').text)).size).toBe(100);
  for (const entry of entries) {
    expect(one(entry, 'updated').text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(one(entry, 'title').text).toMatch(/^(New|Changed|Deleted): /);
    expect(one(entry, 'content').attributes).toEqual({ type: 'text' });
  }
  expect(one(entries[0]!, 'title').text).toBe('New: Many 0');
  await api.world.publish('test_world', articles(HOSTILE.slice(0, 4)));
  await api.world.publish('test_world', articles(HOSTILE.slice(0, 1)));
  const text = await (await fetch(`${api.url}/api/v1/wiki/test_world/changes.atom`)).text();
  expect(text).not.toContain('<script');
  const titles = parse(text)
    .children.filter(({ name }) => name === 'entry')
    .map((entry) => one(entry, 'title').text);
  expect(titles.slice(0, 3)).toEqual([
    'Deleted: </title><script>alert(1)</script>',
    'Deleted: <![CDATA[x]]>&amp;"\'',
    expect.stringMatching(/^Deleted: Bell/) as string,
  ]);
});

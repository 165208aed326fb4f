import fc from 'fast-check';
import { JsonItemSplitter, type RawItem } from './json-items';
import type { BrokenFile } from './regular-file';

function split(text: string | Buffer, chunkBytes = 7): { items: RawItem[]; error: BrokenFile | null } {
  const bytes = Buffer.from(text);
  const splitter = new JsonItemSplitter();
  const items: RawItem[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes)
    items.push(...splitter.push(bytes.subarray(at, at + chunkBytes)));
  try {
    splitter.finish();
    return { items, error: null };
  } catch (error) {
    return { items, error: error as BrokenFile };
  }
}

describe('splitting a categorised file', () => {
  it('gives every item with its category, whatever the chunks', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.array(fc.oneof(fc.string(), fc.record({ title: fc.string(), a: fc.jsonValue() }))),
        ),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(undefined, 2),
        (data, chunkBytes, indent) => {
          const { items, error } = split(JSON.stringify(data, null, indent), chunkBytes);
          expect(error).toBeNull();
          const expected = Object.entries(data).flatMap(([category, list]) => list.map((item) => ({ category, item })));
          expect(items.map(({ category, json }) => ({ category, item: JSON.parse(json ?? 'null') }))).toEqual(
            JSON.parse(JSON.stringify(expected)),
          );
        },
      ),
    );
  });

  it.each([
    ['cut in an item', '{"a":["x",{"title":"y', 'TRUNCATED', 1],
    ['cut one byte early', '{"a":["x","y"]', 'TRUNCATED', 2],
    ['empty', '', 'NOT_AN_OBJECT', 0],
    ['null', 'null', 'NOT_AN_OBJECT', 0],
    ['a list', '["x"]', 'NOT_AN_OBJECT', 0],
    ['a category that is no list', '{"a":["x"],"b":"y"}', 'BAD_JSON', 1],
    ['NUL padding', '{"a":["x"]}\0\0\0', 'BAD_JSON', 1],
  ])('keeps what came before the broken place: %s', (_, text, code, count) => {
    const { items, error } = split(text);
    expect(error?.code).toBe(code);
    expect(items).toHaveLength(count);
  });

  it('reads past a byte order mark', () => {
    expect(split('\uFEFF{"a":["x"]}')).toEqual({ items: [{ category: 'a', json: '"x"' }], error: null });
  });

  it('does not keep an item larger than the limit', () => {
    const splitter = new JsonItemSplitter(10);
    expect(splitter.push(Buffer.from(`{"a":["${'x'.repeat(50)}","y"]}`))).toEqual([
      { category: 'a', json: null },
      { category: 'a', json: '"y"' },
    ]);
  });
});

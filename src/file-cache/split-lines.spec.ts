import fc from 'fast-check';
import { LineSplitter } from './split-lines';

function split(text: string, chunkBytes: number, maxLineBytes?: number): (string | null)[] {
  const bytes = Buffer.from(text);
  const lines: (string | null)[] = [];
  const splitter = new LineSplitter((line, start, end) => {
    lines.push(line && line.toString('utf8', start, end));
  }, maxLineBytes);
  for (let at = 0; at < bytes.length; at += chunkBytes) splitter.push(bytes.subarray(at, at + chunkBytes));
  splitter.finish();
  return lines;
}

describe('splitting into lines', () => {
  it('gives the same lines whatever the chunks, also inside a character', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 40 }), (lines, chunkBytes) => {
        const clean = lines.map((line) => line.replaceAll('\n', ' '));
        const text = clean.map((line) => `${line}\n`).join('');
        const begun = clean.map((line) => line.replace(/^[ \t\r]+/, '')).filter((line) => line !== '');
        expect(split(text, chunkBytes)).toEqual(begun);
      }),
    );
  });

  it('hands out the last line without a newline, and nothing for an empty rest', () => {
    expect(split('a\nb', 2)).toEqual(['a', 'b']);
    expect(split('a\n', 1)).toEqual(['a']);
  });

  it('hands out null for a line over the limit and goes on', () => {
    expect(split(`${'x'.repeat(100)}\ny\n`, 16, 20)).toEqual([null, 'y']);
  });
});

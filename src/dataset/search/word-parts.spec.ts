import fc from 'fast-check';
import { SectionFile, SectionFileWriter } from '../section-file';
import { WordParts, type PackedWords } from './word-parts';
import { openShapes, writeShapes } from './word-shapes';

const word = fc.string({ unit: fc.constantFrom(...'abc19é中.'), minLength: 1, maxLength: 6 });

function pack(words: readonly string[]): PackedWords {
  const offsets = new Uint32Array(words.length + 1);
  words.forEach((one, i) => (offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(one)));
  return { data: Buffer.from(words.join('')), offsets };
}

/** What a directory holds of these words. */
function sectionsOf(words: PackedWords): SectionFile {
  const writer = new SectionFileWriter();
  WordParts.write(writer, 'words', words);
  writeShapes(writer, 'words', words);
  const bytes = Buffer.concat(writer.chunks({}));
  return SectionFile.over(Buffer.from(new Uint8Array(bytes).buffer));
}

describe('words', () => {
  it('are found by every part of two bytes or more', () => {
    fc.assert(
      fc.property(fc.array(word), word, (words, part) => {
        fc.pre(Buffer.byteLength(part) > 1);
        const packed = pack(words);
        const found = WordParts.open(sectionsOf(packed), 'words', packed).containing(Buffer.from(part));
        expect(found).toEqual(words.flatMap((one, place) => (one.includes(part) ? [place] : [])));
      }),
    );
  });

  it('are known by their length', () => {
    const packed = pack(['abc', 'é', 'ab', '中9', 'x']);
    const { places, starts } = openShapes(sectionsOf(packed), 'words');
    const ofLength = (length: number) => [...places.subarray(starts[length], starts[length + 1])];
    expect([1, 2, 3, 4].map(ofLength)).toEqual([[1, 4], [2, 3], [0], []]);
  });
});

import fc from 'fast-check';
import { SectionFile, SectionFileWriter } from '../section-file';
import { editDistance, prefixDistance } from './edit-distance';
import { Misspellings } from './misspellings';
import { Vocabulary } from './vocabulary';
import { VocabularyBuilder } from './vocabulary-builder';

const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'abcé中'), minLength: 1, maxLength });
const pointsOf = (word: string) => Array.from(word, (letter) => letter.codePointAt(0)!);

function vocabularyOf(words: readonly string[]): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const word of words) builder.numberOf(Buffer.from(word), 0, Buffer.byteLength(word));
  const writer = new SectionFileWriter();
  builder.finish(writer, 'words');
  return new Vocabulary(
    SectionFile.over(Buffer.from(new Uint8Array(Buffer.concat(writer.chunks({}))).buffer)),
    'words',
  );
}

describe('misspellings', () => {
  it('are all the words of at most so many edits, and no others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text(9), { maxLength: 60 }),
        text(9),
        fc.integer({ min: 1, max: 4 }),
        (words, token, edits) => {
          const vocabulary = vocabularyOf(words);
          const misspellings = new Misspellings(vocabulary);
          const wordsAt = (places: readonly number[]) => places.map((place) => vocabulary.word(place)).sort();
          const near = words.filter((word) => editDistance(pointsOf(token), pointsOf(word), edits) <= edits);
          expect(wordsAt(misspellings.near(token, edits))).toEqual(near.sort());
          const begun = words.filter((word) => prefixDistance(pointsOf(token), pointsOf(word), edits) <= edits);
          expect(wordsAt(misspellings.nearPrefix(token, edits))).toEqual(begun.sort());
        },
      ),
      { numRuns: 150 },
    );
  });
});

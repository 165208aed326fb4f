import fc from 'fast-check';
import { SectionFile, SectionFileWriter } from '../section-file';
import { EditDistance } from './edit-distance';
import { Misspellings } from './misspellings';
import { Vocabulary } from './vocabulary';
import { VocabularyBuilder } from './vocabulary-builder';

const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'abcé中'), minLength: 1, maxLength });
const pointsOf = (word: string) => Array.from(word, (letter) => letter.codePointAt(0)!);
const distance = (token: string, word: string, ofPrefix: boolean) => {
  const points = pointsOf(word);
  return new EditDistance(pointsOf(token)).to(points, 0, points.length, ofPrefix);
};

function vocabularyOf(words: readonly string[]): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const word of words) builder.numberOf(word);
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
          const near = words.filter((word) => distance(token, word, false) <= edits);
          expect(wordsAt(misspellings.near(token, edits, false))).toEqual(near.sort());
          const begun = words.filter((word) => distance(token, word, true) <= edits);
          expect(wordsAt(misspellings.near(token, edits, true))).toEqual(begun.sort());
        },
      ),
      { numRuns: 150 },
    );
  });
});

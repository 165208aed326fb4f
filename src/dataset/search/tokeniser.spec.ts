import fc from 'fast-check';
import { fold } from '../../universe/fold';
import { SectionFile, SectionFileWriter } from '../section-file';
import { ByteSink } from './byte-sink';
import { compactHash } from './compact-hash';
import { RunReader } from './run-reader';
import { Tokeniser } from './tokeniser';
import { nameTokens, tokensOf } from './tokens';
import { Vocabulary } from './vocabulary';
import { VocabularyBuilder } from './vocabulary-builder';

/** The words of a name by way of the tokeniser, and its hashes. */
function tokenised(text: string) {
  const builder = new VocabularyBuilder();
  const runs = new ByteSink();
  const tokeniser = new Tokeniser(builder, runs);
  const bytes = Buffer.from(text);
  const start = tokeniser.add(bytes, 0, bytes.length, true);
  const writer = new SectionFileWriter();
  const placeOf = builder.finish(writer, 'words');
  const vocabulary = new Vocabulary(SectionFile.over(Buffer.concat(writer.chunks({}))), 'words');
  const reader = new RunReader(runs.view());
  const words = Array.from({ length: reader.open(start) }, () => vocabulary.word(placeOf[reader.next()]!));
  return { words, hash: tokeniser.compact.hash, check: tokeniser.compact.check };
}

describe('the tokeniser', () => {
  it.each([
    ['X-wing starfighter', ['xwing', 'starfighter', 'x', 'wing']],
    ["Twi'lek", ['twilek']],
    ['R2-D2', ['r2d2', 'r2', 'd2']],
    ['Endor (planet)', ['endor', '(', 'planet', ')']],
    ['  Padmé_Amidala ', ['padme', 'amidala']],
    ['- - -', []],
    ['天行者', ['天行者']],
  ])('%j', (text, words) => {
    expect(tokenised(text).words).toEqual(words);
  });

  it('agrees with what queries are made of, for any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('a', 'B', '-', "'", ' ', '_', 'é', '(', '–', '天', '\u00a0', 'the ', 'Σ', '%'))
        .map((s) => s.join('')),
      fc.constant(`${'x'.repeat(300)}-y ${'z'.repeat(256)}`),
    );
    fc.assert(
      fc.property(text, (name) => {
        const folded = fold(name);
        const { words, hash, check } = tokenised(name);
        expect(new Set(words)).toEqual(new Set(nameTokens(name, folded)));
        expect({ hash, check }).toEqual(compactHash(tokensOf(folded)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whole names', () => {
  it.each([
    ['Death Star', 'deathstar', true],
    ['The Hearth', 'hearth', true],
    ['The The', 'the', true],
    ['The', 'the', true],
    ['Theatre', 'atre', false],
    ['The Hearth Concord', 'hearth', false],
    ['100%', '100', true],
    ['???', '?', false],
    ['???', '???', true],
  ])('%j is %j: %s', (name, query, same) => {
    const hashOf = (text: string) => compactHash(tokensOf(fold(text)));
    expect(JSON.stringify(hashOf(name)) === JSON.stringify(hashOf(query))).toBe(same);
  });
});

import { fold } from '../../universe/fold';
import { compactName } from './compact-name';
import { nameTokens, tokensOf } from './tokens';

it.each([
  ['X-wing starfighter', ['xwing', 'starfighter', 'x', 'wing']],
  ["Twi'lek", ['twilek']],
  ['R2-D2', ['r2d2', 'r2', 'd2']],
  ['Endor (planet)', ['endor', '(', 'planet', ')']],
  ['  Padmé_Amidala ', ['padme', 'amidala']],
  ['- - -', []],
  ['天行者', ['天行者']],
])('%j is found under its words and the halves of what a hyphen joins', (text, words) => {
  expect([...new Set(nameTokens(text, fold(text)))]).toEqual(words);
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
    const compact = (text: string) => compactName(tokensOf(fold(text)));
    expect(compact(name) === compact(query)).toBe(same);
  });
});

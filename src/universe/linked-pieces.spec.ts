import { linkedPieces } from './linked-pieces';

test.each([
  ['Mos Eisley Spaceport', ['Mos Eisley', 'Mos Eisley Spaceport'], '[Mos Eisley Spaceport]'],
  ['Tatoo II', ['Tatoo I', 'Tatoo II'], '[Tatoo II]'],
  ['about 34 hours', ['hours', ''], 'about 34 [hours]'],
  ['B, then A', ['A', 'B'], '[B], then [A]'],
  ['nothing', ['else'], 'nothing'],
  ['', ['A'], ''],
])('%j with links %j', (value, texts, expected) => {
  const pieces = linkedPieces(
    value,
    texts.map((text) => ({ text })),
  );
  expect(pieces.map(({ text, link }) => (link ? `[${text}]` : text)).join('')).toBe(expected);
});

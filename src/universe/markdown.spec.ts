import { escapeMarkdown, harmlessMarkdown, plainPieces, plainText } from './markdown';

describe('plain text as Markdown', () => {
  it.each([
    ['A *star* and a_name, snake_case', 'A \\*star\\* and a_name, snake_case'],
    ['[[Link]] {{Template}} {| table', '\\[\\[Link\\]\\] \\{\\{Template\\}\\} \\{\\| table'],
    ['1. not a list\n# not a heading\n- not an item', '1\\. not a list\n\\# not a heading\n\\- not an item'],
    ['a < b, <b>bold</b> &amp;', 'a < b, \\<b>bold\\</b> \\&amp;'],
    ["it's '''bold'''", "it's \\'\\''bold\\'\\''"],
    ['left \u202egnorw\u202c right', 'left gnorw right'],
  ])('%j', (plain, markdown) => {
    expect(escapeMarkdown(plain)).toBe(markdown);
    expect(plainText(markdown)).toBe(plain.replace(/[\u202a-\u202e]/g, ''));
  });
});

describe('Markdown of others', () => {
  it.each([
    ['<script>alert(1)</script>', '\\<script>alert(1)\\</script>'],
    ['already \\<b> but \\\\<i>', 'already \\<b> but \\\\\\<i>'],
    ['[x](javascript:alert(1))', '[x]((1))'],
    ['[x](/x[y](javascript:alert(1))', '[x](/x[y]((1))'],
    ['[x](java&#115;cript:alert(1))', '[x]((1))'],
    ['[x](//evil.example) [y](/wiki/Y "t") [z](https://z.example/)', '[x]() [y](/wiki/Y "t") [z](https://z.example/)'],
    ['[x]: javascript:alert(1)', '\\[x]: javascript:alert(1)'],
    ['1 < 2 > 0', '1 < 2 > 0'],
  ])('does no harm: %j', (given, harmless) => {
    expect(harmlessMarkdown(given)).toBe(harmless);
    expect(harmlessMarkdown(harmless)).toBe(harmless);
  });

  it.each(['<a', '](', '[a](', '\\', '\\<', '[', '](/x', "'", '\u202e', '| - ', '*', '`', '-', ' ', '|', '| '])(
    'of %j, a megabyte in one line, takes linear time',
    (piece) => {
      const text = piece.repeat(1_000_000 / piece.length);
      expect(plainText(harmlessMarkdown(escapeMarkdown(text))).length).toBeGreaterThanOrEqual(0);
      expect(harmlessMarkdown(text).length).toBeGreaterThanOrEqual(0);
      const start = text.slice(0, 200_000);
      for (const line of [`|${start}`, `|${start}x`]) expect(plainText(line).length).toBeLessThanOrEqual(line.length);
    },
  );
});

it('plain text has no marks', () => {
  const markdown =
    '## A heading\n\n> A *quote* of **weight**.\n\n- An [item](/wiki/Item)\n\n| A | B |\n| --- | --- |\n| 1 | [2](/wiki/2) |';
  expect(plainText(markdown)).toBe('A heading\n\nA quote of weight.\n\nAn item\n\nA | B\n1 | 2');
});

it('plain text comes in pieces, none of which takes long', () => {
  for (const mark of ['*', '\\*', '[a](/b)', '~~', '`', '[*](/c) ']) {
    const markdown = mark.repeat(10_000);
    const pieces = [...plainPieces(markdown)];
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.join('')).toBe(plainText(markdown));
  }
});

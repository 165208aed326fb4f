import fc from 'fast-check';
import { harmlessMarkdown, plainText } from '../../universe/markdown';
import { namespacesOf } from '../wikitext/namespaces';
import { textOfWikitext, type TextOptions } from './wikitext-text';

const options: TextOptions = {
  namespaces: namespacesOf(),
  imageAddress: (name) => (name === 'Lost.png' ? null : `https://pictures.example/${name.replaceAll(' ', '_')}`),
};
const read = (wikitext: string) => textOfWikitext('Own page', wikitext, options);
const leadOf = (wikitext: string) => read(wikitext).sections[0]?.text;

describe('the text of wikitext', () => {
  it.each([
    ['one\ntwo\n\nthree', 'one two\n\nthree'],
    ['one<br>two<br><br>three', 'one  \ntwo\n\nthree'],
    ["'''Bold''', ''italic'', '''''both'''''", '**Bold**, *italic*, ***both***'],
    ["'''a ''b'' c'''d", '**a *b* c**d'],
    ["word'''(x)'''word", 'word(x)word'],
    ['<s>gone</s> <code>x_1</code> m<sup>2</sup>', '~~gone~~ `x_1` m2'],
    ['A [[moon]]s of [[Veyra (planet)|Veyra]].', 'A [moons](/wiki/Moon) of [Veyra](/wiki/Veyra_%28planet%29).'],
    ["'''[[Veyra|The ''bell'']]'''!", '[**The *bell***](/wiki/Veyra)!'],
    ['[[Own page]], [[#Here|here]], [[Category:X]][[:Category:X|all]], [[de:Mond]]', 'Own page, here, all,'],
    [
      'See [https://a.example/x_(y) the log] or [https://b.example].',
      expect.stringContaining('or [1](https://b.example)'),
    ],
    ['Wow![[moon]]', 'Wow\\![moon](/wiki/Moon)'],
    ['2 * 3 < 4 & <b>5</b> [6] {7} | #8 snake_case', '2 \\* 3 < 4 & **5** \\[6\\] {7} | #8 snake_case'],
    ['1. no list\n\n&#35; no heading\n\n&minus;', '1\\. no list\n\n\\# no heading\n\n−'],
    ['<unknown> and <modname>', '\\<unknown> and \\<modname>'],
    ['* a\n** b\n* c', '- a\n  - b\n- c'],
    ['# a\n#* b\n# c', '1. a\n   - b\n2. c'],
    ['* a\n*: more\n* b', '- a\n\n  more\n\n- b'],
    ['; Term : said\n: more\n; Next\n: last', '**Term**  \nsaid\n\nmore\n\n**Next**  \nlast'],
    [':indented\n::deeper', 'indented\n\ndeeper'],
    [' a = 1\n b = 2', '```\na = 1\nb = 2\n```'],
    ['<pre>a = 1</pre>', '```\na = 1\n```'],
    ['<syntaxhighlight lang="Lua">x = `1`</syntaxhighlight>', '```lua\nx = `1`\n```'],
    ['<pre>vector<int> v;</pre>', 'vector\\<int> v;'],
    ['<pre>t[i](x)</pre>', 't\\[i\\]\\(x)'],
    ["a<'''(b)'''c]'''(d)'''e", 'a<(b)c\\]\\(d)e'],
    ['<poem>one\ntwo</poem>', 'one  \ntwo'],
    ['<blockquote>Said.\n\nAgain.</blockquote>', '> Said.\n>\n> Again.'],
    ['{{Quote|Ring the bell.|Ansa|the log}}', '> Ring the bell.\n>\n> — Ansa, the log'],
    ['{{Dialogue|Ansa|Go.|Brack|No.|The ninth night}}', '> Ansa: Go.\n>\n> Brack: No.\n>\n> — The ninth night'],
    ['<tabber>\nOne=first\n|-|\nTwo=\n* second\n</tabber>', '**One**\n\nfirst\n\n**Two**\n\n- second'],
    ['{{Plainlist|\n* a\n* b\n}}', '- a\n- b'],
    ['It is {{Nowrap|90 ly}} off', 'It is 90 ly off'],
    ['{{Unknown|thing}}text<ref>no</ref> ({{Other}}) end', 'text end'],
    ['needs {{Icon one}}, {{Icon two}} and more', 'needs, and more'],
    ['{{Main|Moon}}\ntext\n{{Reflist}}\n[[Category:A]]\n__NOTOC__', 'text'],
    ['<div class="notice">Look!</div>text<span style="display:none">007</span>', 'text'],
    ['a <div class="{{Style}}" >b</div>', 'a\n\nb'],
    ['-{zh-hans:甲; zh-hant:乙}-', '甲'],
    ['<math>\\frac{a}{b}</math>', '`\\frac{a} {b}`'],
  ])('%j', (wikitext, markdown) => expect(leadOf(wikitext)).toEqual(markdown));
});

describe('tables', () => {
  const table = (...lines: string[]) => leadOf(['{| class="wikitable"', ...lines, '|}'].join('\n'));

  it.each([
    [['! A !! B', '|-', '| 1 || 2'], '| A | B |\n| --- | --- |\n| 1 | 2 |'],
    [
      ['|+ Title', '! A', '! B', '|-', '| style="x" | 1', '| [[b|c]]'],
      'Title\n\n| A | B |\n| --- | --- |\n| 1 | [c](/wiki/B) |',
    ],
    [['| 1 || 2', '|-', '| 3 || 4'], '|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |'],
    [['! A !! B', '|-', '| rowspan=2 | x || 1', '|-', '| 2'], '| A | B |\n| --- | --- |\n| x | 1 |\n| x | 2 |'],
    [
      ['! A !! colspan=2 | B', '|-', '! !! C !! D', '|-', '|1||2||3'],
      '| A | B C | B D |\n| --- | --- | --- |\n| 1 | 2 | 3 |',
    ],
    [['! colspan=2 | A !! B', '|-', '| {{Icon}} || x || y'], '| A | B |\n| --- | --- |\n| x | y |'],
    [
      ['! A !! B', '|-', '|', '* one', '* two', '| a<nowiki>|</nowiki>b'],
      '| A | B |\n| --- | --- |\n| one two | a\\|b |',
    ],
    [['! A !! B', '|-', '|', '* One', '* Two', '| 1'], '| A | B |\n| --- | --- |\n| One; Two | 1 |'],
    [['| only one'], 'only one'],
  ])('%j', (lines, markdown) => expect(table(...lines)).toBe(markdown));

  it('shows one that only lays out as its blocks, and none that navigates', () => {
    expect(leadOf('{|\n|\n* a\n* b\n|\nc\n\nd\n|}')).toBe('- a\n- b\n\nc\n\nd');
    expect(leadOf('{| class="navbox"\n| a\n{|\n| b\n|}\n| c\n|}\ntext')).toBe('text');
    expect(leadOf('{|\n! A !! B\n|-\n|\n{|\n| x || y\n|-\n| 1 || 2\n|}\n| z\n|}')).toContain('x');
  });
});

describe('sections', () => {
  const outline = (wikitext: string) =>
    read(wikitext).sections.map(({ index, level, heading, anchor, text }) => [index, level, heading, anchor, text]);

  it('have the headings, levels and anchors of the page, without empty ones', () => {
    const page =
      "lead\n== ''First'' [[moon|thing]] ==\n=== Empty ===\n==Notes==\n<references/>\n==Notes==\ntext\n== Over ==\n====Deep====\nx\n=Top=\ny";
    expect(outline(page)).toEqual([
      [0, 1, '', '', 'lead'],
      [1, 2, 'Notes', 'Notes_2', 'text'],
      [2, 2, 'Over', 'Over', ''],
      [3, 4, 'Deep', 'Deep', 'x'],
      [4, 2, 'Top', 'Top', 'y'],
    ]);
    expect(outline('== A ==\nx')[0]).toEqual([0, 1, '', '', '']);
    expect(outline('a = b\n== no heading\n==ok== <!-- said -->\nx')[1]).toEqual([1, 2, 'ok', 'ok', 'x']);
  });

  it('end what was left open', () => {
    expect(outline("{|\n| a\n== B ==\n'''c\n<div style='display:none'>hidden\n== D ==\ne").slice(1)).toEqual([
      [1, 2, 'B', 'B', '**c**'],
      [2, 2, 'D', 'D', 'e'],
    ]);
  });
});

it('collects pictures with their captions, and no icons', () => {
  const page = `[[File:A.png|thumb|200px|A ''bell'' of [[Ansa]]]] [[Datei:B b.jpg|mini|rechts|x]] [[File:C.png|20px]] [[File:D.png]]
[[File:E.png|300px]] [[File:Lost.png|thumb|x]] [[File:S.ogg|thumb]]
<gallery mode=packed>
F.png|One [[day|night]]
File:G.png
</gallery>{{Gallery|File:H.png|Two|I.png}}{{Multiple image|image1=J.png|caption1=Three}}`;
  const { gallery, sections } = read(page);
  expect(gallery.map(({ url, caption }) => [url.split('/').pop(), caption])).toEqual([
    ['A.png', 'A bell of Ansa'],
    ['B_b.jpg', 'x'],
    ['E.png', ''],
    ['F.png', 'One night'],
    ['G.png', ''],
    ['H.png', 'Two'],
    ['I.png', ''],
    ['J.png', 'Three'],
  ]);
  expect(sections[0]?.text).toBe('');
});

const PIECES = [
  ...[
    "'''",
    "''",
    '[[',
    ']]',
    '|',
    '||',
    '{{',
    '}}',
    '{|',
    '|}',
    '|-',
    '!',
    '\n',
    '\n\n',
    '*',
    '#',
    ':',
    ';',
    '=',
    '==',
  ],
  ...[
    '[http://a.example ',
    ']',
    '<',
    '>',
    '</',
    '<b>',
    '</b>',
    '<div ',
    '<table>',
    '<li>',
    '<pre>',
    '<ref>',
    '<gallery>',
  ],
  ...[
    '<tabber>',
    '|-|',
    '<nowiki>',
    '</nowiki>',
    '<!--',
    '-->',
    '-{',
    '}-',
    '&amp;',
    '&lt;',
    '\\',
    '`',
    '_',
    '~~',
    '<script>',
  ],
  ...[
    'Quote|',
    'ubl|',
    'File:A.png|thumb|',
    'word',
    ' ',
    '1. ',
    '-',
    '+',
    '&',
    '!',
    '(',
    ')',
    ',',
    '\u202e',
    '\ufdd0',
    '\ud800',
    'é',
  ],
];
const wikitext = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { maxLength: 60 });

it('reads any text as something that does no harm', () => {
  fc.assert(
    fc.property(wikitext, (pieces) => {
      const { sections, gallery } = read(pieces.join(''));
      expect(sections[0]).toMatchObject({ index: 0, level: 1, heading: '', anchor: '' });
      for (const { text } of sections) {
        expect(harmlessMarkdown(text)).toBe(text);
        expect(text).toBe(text.trim());
      }
      for (const { url } of gallery) expect(url).toMatch(/^https:/);
    }),
    { numRuns: 1000 },
  );
});

const word = fc.constantFrom(
  'moon',
  'bell',
  'ninth',
  'Ansa',
  'a_b',
  '3*4',
  '<5',
  'x[y]',
  '#6',
  '7.',
  '&',
  'C|D',
  '!',
  'wow!',
);
const plain = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const escaped = plain.map((text) => text.replace(/[<&[\]|*#_!]/g, (mark) => `&#${mark.charCodeAt(0)};`));
const inline: fc.Arbitrary<string> = fc.oneof(
  escaped,
  escaped.map((text) => `'''${text}'''`),
  escaped.map((text) => `[[Place|${text}]]`),
  escaped.map((text) => `${text}<ref>never</ref>`),
  escaped.map((text) => `{{Nowrap|${text}}}`),
);
const block = fc.oneof(
  inline,
  inline.map((text) => `* ${text}\n** ${text}`),
  inline.map((text) => `<blockquote>${text}</blockquote>`),
  fc.tuple(inline, inline).map(([a, b]) => `{|class="wikitable"\n! A !! B\n|-\n| ${a}\n| ${b}\n|}`),
);
const RESIDUE = /\{\{|\}\}|\[\[|\]\]|'''|<\/?[a-z]|&#?\w+;|\{\||^\||\|\}|never/im;

it('keeps the words of a page and none of its markup', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
      const text = leadOf(blocks.join('\n\n')) ?? '';
      const seen = plainText(text);
      expect(seen.replace(/^A \| B$/gm, '').replace(/ \| /g, ' ')).not.toMatch(RESIDUE);
      const source = blocks.join(' ').replace(/<ref>never<\/ref>|&#\d+;/g, ' ');
      for (const [name] of source.matchAll(/moon|bell|ninth|Ansa/g)) expect(seen).toContain(name);
    }),
    { numRuns: 500 },
  );
});

it.each([
  '<a ',
  '<div>',
  '<table><tr><td>',
  '{|\n|\n',
  '{|\n|-\n|a||b\n',
  '[[',
  '[[File:A.png|thumb|',
  '{{',
  '{{a|',
  '{{x}},',
  '({{x}}) ',
  '[http://a ',
  "''",
  '*',
  '* a\n',
  '**********a\n',
  ';a:b\n',
  '== a ==\n',
  ' a\n',
  '&amp;',
  '\u202e',
  '`',
  '\\',
  '|',
  '<ref>',
  '<!--',
  '<tabber>a=',
  '<nowiki>',
  '</mark>',
  'a',
])('of %j, a long page is read without a word too much', (piece) => {
  const page = piece.repeat(100_000 / piece.length);
  const { sections } = read(page);
  expect(sections.reduce((size, { text, heading }) => size + text.length + heading.length, 0)).toBeLessThan(
    4 * page.length,
  );
});

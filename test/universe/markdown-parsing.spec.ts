import { parseBlocks } from '../../src/universe/markdown-blocks';
import { parseInline, type Inline } from '../../src/universe/markdown-inline';

const em = (...children: Inline[]): Inline => ({ kind: 'em', children });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
const link = (href: string, ...children: Inline[]): Inline => ({ kind: 'link', href, children });

describe('the Markdown of a line', () => {
  it.each<[string, Inline[]]>([
    ['plain & <b>text</b> &lt;', ['plain & <b>text</b> &lt;']],
    ['*one* and **two**', [em('one'), ' and ', strong('two')]],
    ['***both***', [strong(em('both'))]],
    ['snake_case_name and _this_', ['snake_case_name and ', em('this')]],
    ['2 * 3 * 4', ['2 * 3 * 4']],
    ['*left open', ['*left open']],
    ['\\*not\\* \\[this\\]', ['*not* [this]']],
    ['[Veyra](/wiki/Veyra) rises', [link('/wiki/Veyra', 'Veyra'), ' rises']],
    ['[*The* Ladle](/wiki/The_Ladle)', [link('/wiki/The_Ladle', em('The'), ' Ladle')]],
    ['[a](/wiki/Hearth_(region))', [link('/wiki/Hearth_(region)', 'a')]],
    ['[a [b](/wiki/B) c](/wiki/C)', ['[a ', link('/wiki/B', 'b'), ' c](/wiki/C)']],
    ['![picture](https://example.org/x.png) after', ['picture after']],
    ['[no link] (at all)', ['[no link] (at all)']],
    ['`a *b*`', [{ kind: 'code', children: ['a *b*'] }]],
    ['one  \ntwo\\\nthree\nfour', ['one', { kind: 'break' }, 'two', { kind: 'break' }, 'three four']],
    ['~~gone~~', [{ kind: 'del', children: ['gone'] }]],
  ])('%j', (text, pieces) => expect(parseInline(text)).toEqual(pieces));
});

describe('the Markdown of a section', () => {
  const paragraph = (text: string) => ({ kind: 'paragraph', text });

  it.each<[string, unknown[]]>([
    ['one\ntwo\n\nthree', [paragraph('one\ntwo'), paragraph('three')]],
    ['> said\n> more', [{ kind: 'quote', blocks: [paragraph('said\nmore')] }]],
    [
      '- a\n- b\n  - c',
      [
        {
          kind: 'list',
          start: null,
          items: [[paragraph('a')], [paragraph('b'), { kind: 'list', start: null, items: [[paragraph('c')]] }]],
        },
      ],
    ],
    ['3. a\n\n4. b', [{ kind: 'list', start: 3, items: [[paragraph('a')], [paragraph('b')]] }]],
    [
      '| a | b |\n|---|:-:|\n| 1 \\| 2 | 3 |',
      [{ kind: 'table', head: ['a', 'b'], align: [null, 'center'], rows: [['1 | 2', '3']] }],
    ],
    ['---', [{ kind: 'rule' }]],
    ['```\n<b>\n```', [{ kind: 'code', text: '<b>' }]],
    ['a - b | c', [paragraph('a - b | c')]],
  ])('%j', (text, blocks) => expect(parseBlocks(text)).toEqual(blocks));

  it('reads hostile text in one pass', () => {
    for (const piece of [
      '[',
      '*',
      '_a',
      '](',
      '![',
      '> ',
      '- ',
      '`',
      ' ',
      '|',
      '\\',
      '**a [b',
      '[a](b',
      '~~',
      '# ',
      '\n',
      '|-',
      '1. ',
    ])
      for (const tail of ['', 'x', '\n|---|', '](x)']) {
        const text = piece.repeat(200_000 / piece.length) + tail;
        for (const block of parseBlocks(text)) if (block.kind === 'paragraph') parseInline(block.text);
      }
  }, 30_000);
});

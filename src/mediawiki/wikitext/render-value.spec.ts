import { namespacesOf } from './namespaces';
import { ownPageText } from './page-text';
import { readWikitextValue } from './render-value';

const options = { namespaces: namespacesOf() };
const values = (text: string) => readWikitextValue(text, options).values;
const links = (text: string) => readWikitextValue(text, options).links;

describe('values of wikitext', () => {
  it.each<[string, string, string[]]>([
    ['a list template, one item a line', '{{Plain list|\n* [[Oak]]\n* [[Elm]]\n}}', ['Oak', 'Elm']],
    ['a list template in one line', '{{flatlist|* Oak\n* Elm}}', ['Oak', 'Elm']],
    ['a list of arguments', '{{Unbulleted_list|Oak|Elm|Ash}}', ['Oak', 'Elm', 'Ash']],
    ['an open and a closing list template', '{{startplainlist}}\n* Oak\n* Elm\n{{endplainlist}}', ['Oak', 'Elm']],
    ['a formatting template around a list', '{{small|\n* Oak\n* Elm\n}}', ['Oak', 'Elm']],
    ['an ordered list', '# one\n# two', ['one', 'two']],
    ['a definition list', ';Root: deep\n:and wide', ['Root: deep', 'and wide']],
    ['a rule', 'north\n-----\nsouth', ['north', 'south']],
    ['a possessive behind bold', "'''Mora''''s boat", ["Mora's boat"]],
    ['an elision before bold', "d''''Ombre''' grise", ["d'Ombre grise"]],
    ['bold that is half italic', "c'''avion'' vole", ["c'avion vole"]],
    ['bold and italic', "'''''Both''''' here", ['Both here']],
    ['a date', '{{Start date|1902|11|3}}', ['1902-11-03']],
    ['a date by the month', '{{death date and age|1951|March|9|1880|1|2}}', ['1951-03-09']],
    ['a year alone', '{{birth year and age|1931}}', ['1931']],
    ['a date in words', '{{dob|the third winter}}', ['the third winter']],
    ['a name in another language', '{{lang|is|Þorn}}', ['Þorn']],
    ['a name with its native form', '{{nihongo|Tide|潮|Shio}}', ['Tide (潮, Shio)']],
    ['a colour', '{{font color|#fff|black|Slate}}', ['Slate']],
    ['a sort key', '{{sort|0040|Forty}} ells', ['Forty ells']],
    ['a hidden sort key', '{{hs|0040}}forty', ['forty']],
    ['a fraction', '{{frac|3|1|4}} ells', ['3 1/4 ells']],
    ['a measure', '{{cvt|5|ft|11|in|cm|0}}', ['5 ft 11 in']],
    ['a range of measures', '{{convert|3|to|5|mi|km}}', ['3 to 5 mi']],
    ['a flag and a name', '{{flag icon|Mora}} [[Mora]]', ['Mora']],
    ['dashes', '801{{spaced en dash}}807{{ndash}}9', ['801 – 807–9']],
    ['keys', '{{keypress|Alt|F4}}', ['Alt+F4']],
    ['an address with a label', '{{URL|mora.example|Mora online}}', ['Mora online']],
    ['a picture in a template', '{{icon|boat.png}} a boat', ['a boat']],
    ['a citation in an argument', '{{nowrap|Elm<ref>see | there</ref>}}', ['Elm']],
    ['a citation template', 'Elm{{Cite web|url=x|title=y}}', ['Elm']],
    ['a condition', '{{#if:x|{{small|tall}}|short}} tree', ['tall tree']],
    ['an empty condition', '{{#if: |tall|short}} tree', ['short tree']],
    ['letters of another case', '{{ucfirst:elm}} {{lc:OAK}}', ['Elm oak']],
    ['a code without arguments', 'on {{KTV}}', ['on KTV']],
    ['a default of a parameter', '{{{wood|Elm}}}{{{none}}}', ['Elm']],
    ['a hidden element', '<span style="display: none;">0012</span>twelve', ['twelve']],
    ['a sort key element', '<span class="sortkey">0012 <b>x</b></span>twelve', ['twelve']],
    ['struck text', '<del>Elm</del> Oak', ['Oak']],
    ['tabs', '<tabber>Old=[[Elm]]|-|New=[[Oak]]</tabber>', ['Elm', 'Oak']],
    ['a poem', '<poem>One | two\nthree</poem>', ['One | two', 'three']],
    [
      'a table',
      '{| class="x"\n! Tree !! Height\n|-\n| [[Elm]] || align=right | 30\n|}',
      ['Tree', 'Height', 'Elm', '30'],
    ],
    ['variants of a language', '-{zh-cn:软件; zh-tw:軟體}-', ['软件']],
    ['a rule for variants', '-{H|zh-cn:软件;zh-tw:軟體}-树', ['树']],
    ['another language’s page', 'Elm [[fr:Orme]]', ['Elm']],
    ['a title that begins like a language', '[[It: the tree]]', ['It: the tree']],
    ['a picture by a local name', '[[Grafika:elm.png|mały|Elm]] Elm', ['Elm']],
    ['a link to a category', '[[:Category:Trees|trees]]', ['trees']],
    ['magic words', 'Elm __NOEDITSECTION__', ['Elm']],
    ['marks without width', '\u200eElm\u200e\u00ad', ['Elm']],
    ['entities', 'Elm&nbsp;&amp;&ensp;Oak&hellip;', ['Elm & Oak…']],
    ['raw text', '<nowiki>{{not}} [[this]]</nowiki>', ['{{not}} [[this]]']],
  ])('%s', (_name, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('addresses articles by their titles, whatever is written', () => {
    expect(links('[[elm tree#Bark|bark]] of [[Who?]]s [[Ash\u200e]] [[w:Elm|Elm]]')).toEqual([
      { text: 'bark', href: '/wiki/Elm_tree#Bark' },
      { text: 'Who?s', href: '/wiki/Who%3F' },
      { text: 'Ash', href: '/wiki/Ash' },
    ]);
  });

  it('keeps the case of the first letter where the wiki does', () => {
    const names = { namespaces: namespacesOf([], { isCaseSensitive: true }) };
    expect(readWikitextValue('[[elm]]', names).links).toEqual([{ text: 'elm', href: '/wiki/elm' }]);
  });

  it('takes namespaces that hold articles for a part of the title', () => {
    const names = { namespaces: namespacesOf([[130, 'Lore']], { articleNamespaces: ['Lore'] }) };
    expect(readWikitextValue('[[Lore:Elm|Elm]]', names).links).toEqual([{ text: 'Elm', href: '/wiki/Lore:Elm' }]);
    expect(readWikitextValue('[[Lore:Elm|Elm]]', { namespaces: namespacesOf([[130, 'Lore']]) }).links).toEqual([]);
  });
});

describe('the text of a page of its own', () => {
  it.each([
    ['a <!-- {{b}} -->c', 'a c'],
    ['a\n<!-- alone -->\nb', 'a\nb'],
    ['a<!-- open', 'a'],
    ['<includeonly>x</includeonly><noinclude>y</noinclude><onlyinclude>z</onlyinclude>', 'yz'],
    ['<nowiki><!-- kept --></nowiki><!-- gone -->', '<nowiki><!-- kept --></nowiki>'],
    ['<nowiki>open <!-- gone -->', '<nowiki>open '],
    ['{{PAGENAME}} {{ SUBPAGENAME }} {{BASEPAGENAME}} {{PAGENAMEE}}', 'Elm/Old tree Old tree Elm Elm/Old_tree'],
    ['{{SEITENNAME}} {{ИМЯСТРАНИЦЫ}} {{PageName}}', 'Elm/Old tree Elm/Old tree {{PageName}}'],
  ])('of %j is %j', (text, expected) => {
    expect(ownPageText(text, 'Elm/Old tree')).toBe(expected);
  });

  it('writes a title so that it is no markup', () => {
    expect(ownPageText('{{x|{{PAGENAME}}}}', "*A=b''")).toBe('{{x|&#42;A&#61;b&#39;&#39;}}');
  });
});

import { readArticleWikitext } from './article-wikitext';
import { chooseInfobox } from './infobox-candidates';
import { InfoboxDefinitions, keyOf } from './infobox-definitions';
import { imageNameIn } from './image-name';
import { namespacesOf } from './namespaces';
import { knownLabels, parameterLabel, readableName } from './parameter-labels';
import { readTemplatePage } from './template-page';
import { parseWikitextInfobox } from './wikitext-infobox';

const namespaces = namespacesOf();
const options = { namespaces };

function definitionsOf(pages: Record<string, string>): InfoboxDefinitions {
  const definitions = new InfoboxDefinitions();
  for (const [name, text] of Object.entries(pages)) {
    const page = readTemplatePage(name, text, namespaces);
    if (page) definitions.addPage(page);
  }
  return definitions;
}

function choice(text: string, pages: Record<string, string> = {}, known: string[] = []): string | null {
  const kinds = { known: new Set(known.map(keyOf)), never: new Set(['saying']) };
  return chooseInfobox(readArticleWikitext('Elm', text, options).candidates, definitionsOf(pages), kinds)?.name ?? null;
}

const TREE = '<infobox><data source="height"><label>Height</label></data></infobox>';

describe('the infobox of a page', () => {
  it.each<[string, string, string | null]>([
    ['the first of two', '{{Infobox tree|a=1}}\n{{Infobox wood|a=1|b=2|c=3}}', 'Infobox tree'],
    ['none of a notice', '{{Multiple issues|a=1|b=2}}\n{{Coord|NS=1|EW=2}}\n{{Cite book|a=1|b=2}}', null],
    ['none of pictures', '{{Multiple image|image1=a.png|image2=b.png}}', null],
    ['none of a function', '{{#switch:{{{1}}}|a=b|c=d}}', null],
    ['the one that looks like it', '{{Update|a=1|b=2}}\n{{Baum\n|Höhe=3\n|Alter=4\n}}\nText', 'Baum'],
    ['none inside a sentence', 'Elms {{grow|a=1|b=2}} here.', null],
    ['one below a heading', '== Look ==\n{{Infobox tree|a=1}}', 'Infobox tree'],
    ['none that the universe excludes', '{{Saying|by=x|on=y}}', null],
    ['one behind braces in a comment', '<!-- {{ -->{{Infobox tree|a=1}}', 'Infobox tree'],
    ['one behind a heading in a comment', '<!--\n== Notes ==\n-->\n{{Baum|a=1|b=2}}', 'Baum'],
    ['one behind raw braces', '<nowiki>{{</nowiki>\n{{Infobox tree|a=1}}', 'Infobox tree'],
    ['one by its glued name', '{{Note|x=1|y=2}}{{TreeInfo|a=1}}', 'TreeInfo'],
    ['one as a page below', '{{TreeBox/Infobox|a=1}}', 'TreeBox/Infobox'],
  ])('is %s', (_name, text, expected) => {
    expect(choice(text)).toBe(expected);
  });

  it('is what the wiki defines, not what the wiki shows to be none', () => {
    const pages = { Baum: TREE, Saying2: 'Said by {{{1}}}' };
    expect(choice('{{Saying2|by=1|on=2}}\n{{Baum|height=1}}', pages)).toBe('Baum');
    expect(choice('{{Saying2|by=1|on=2}}\n', pages)).toBeNull();
    expect(choice('{{Unseen|by=1|on=2}}\n', pages)).toBe('Unseen');
    expect(choice('{{Grove|by=1}}', {}, ['Grove'])).toBe('Grove');
  });

  it('is a template that wraps one, with the labels of what it fills', () => {
    const pages = { Baum: TREE, Linde: '{{Baum|height={{{tall|}}}|x=1}}' };
    expect(choice('{{Linde|tall=9}}', pages)).toBe('Linde');
    const read = parseWikitextInfobox('{{Linde|tall=9}}', options, definitionsOf(pages))!;
    expect(read.infobox).toEqual({ type: 'Linde', fields: [{ label: 'Height', values: ['9'], links: [] }] });
  });
});

describe('definitions of infoboxes', () => {
  it.each<[string, string, [string, string][]]>([
    [
      'a comment',
      '<infobox><!-- <data source="old"/> --><data source="a"><label>A</label></data></infobox>',
      [['a', 'A']],
    ],
    [
      'an example before it',
      '<noinclude><pre><infobox><data source="x"/></infobox></pre></noinclude><infobox><data source="a"/></infobox>',
      [['a', '']],
    ],
    [
      'raw text before it',
      '<nowiki><infobox><data source="x"/></infobox></nowiki><infobox><data source="a"/></infobox>',
      [['a', '']],
    ],
    [
      'no source but a default',
      "<infobox><data><label>Mass</label><default>{{#if:{{{m|}}}|{{{m}}} kg}}</default></data><data source='b' /></infobox>",
      [
        ['m', 'Mass'],
        ['b', ''],
      ],
    ],
    ['numbered labels', '{{Infobox|label1=[[Height|Tall]]|data1={{{h|}}}|image={{{pic|}}}}}', [['h', 'Tall']]],
    ['a module', '{{#invoke:Infobox|infobox|label3=Age|data3={{{age}}}}}', [['age', 'Age']]],
    [
      'rows of a table',
      '{| class="infobox"\n|-\n! Height\n| {{{h}}}\n|-\n! style="x" | Age\n| {{{age|}}}\n|}',
      [
        ['h', 'Height'],
        ['age', 'Age'],
      ],
    ],
  ])('are read with %s', (_name, text, labels) => {
    expect(readTemplatePage('Tree', text, namespaces)).toMatchObject({ labels });
  });
});

describe('fields and pictures without a definition', () => {
  const read = (text: string) => parseWikitextInfobox(text, options, new InfoboxDefinitions())!;
  const labels = (text: string) => read(text).infobox.fields.map(({ label }) => label);

  it.each<[string, string, string | null, string[]]>([
    ['a picture by its value', '{{Tree|view=elm.jpg|age=3}}', 'Elm.jpg', ['Age']],
    ['a link to a file', '{{Tree|view=[[File:elm.jpg|200px]]}}', 'Elm.jpg', []],
    ['a localised name', '{{Baum|Ansicht=[[Datei:elm.jpg|mini]]}}', 'Elm.jpg', []],
    ['a gallery', '{{Tree|view=<gallery>\nelm.jpg|Old\noak.jpg\n</gallery>}}', 'Elm.jpg', []],
    ['tabs of pictures', '{{Tree|view=<tabber>Old=[[File:elm.jpg]]|-|New=[[File:oak.jpg]]</tabber>}}', 'Elm.jpg', []],
    ['text about a picture', '{{Tree|look=see [[File:elm.jpg|20px]] green}}', null, ['Look']],
    ['captions and sizes', '{{Tree|image=elm.jpg|imagecap=x|image_size=250px|width=20px|name=Elm}}', 'Elm.jpg', []],
    [
      'measures and colours that are facts',
      '{{Tree|width=3 m|color=brown|style=wild}}',
      null,
      ['Width', 'Color', 'Style'],
    ],
    ['measures and colours that are none', '{{Tree|width=300|color=#a0b1c2|style=float:left}}', null, []],
  ])('tell %s', (_name, text, image, expected) => {
    expect(read(text).imageName).toBe(image);
    expect(labels(text)).toEqual(expected);
  });

  it('take labels of Star Wars for Star Wars alone', () => {
    expect(parameterLabel('power', 'Tree', knownLabels('star_wars'))).toBe('Power plant');
    expect(parameterLabel('power', 'Tree', knownLabels('lotr'))).toBe('Power');
    expect(parameterLabel('HW', 'Tree', knownLabels('lotr', { hw: 'Homeworld' }))).toBe('Homeworld');
  });

  it.each([
    ['birth_place', 'Birth place'],
    ['birthPlace', 'Birth place'],
    ['maxHP', 'Max HP'],
    ['starring2', 'Starring 2'],
    ['Рост', 'Рост'],
  ])('read the parameter %s as %s', (name, label) => {
    expect(readableName(name)).toBe(label);
  });

  it.each([
    ['elm.png\u200e', 'Elm.png'],
    [`elm.png<!-- ${'x'.repeat(500)} > y -->`, 'Elm.png'],
    ['{{{image|elm.tiff}}}', 'Elm.tiff'],
    ['Plik:elm_tree.png', 'Elm tree.png'],
    ['elm &amp; oak.png', 'Elm & oak.png'],
    ['https://x.example/elm.png', null],
    ['an elm', null],
  ])('find the file in %j: %j', (value, name) => {
    expect(imageNameIn(value, namespaces)).toBe(name);
  });
});

describe('leads', () => {
  const lead = (text: string, title = 'Elm') => readArticleWikitext(title, text, options).extract;
  it.each([
    ['a hatnote', ":''For the oak, see [[Oak]].''\n'''Elm''' is a tall kind of tree."],
    ['a line in italics', "''This page is about the tree of old.''\n\n'''Elm''' is a tall kind of tree."],
    ['a quote', "{{Quote|'''Tall''' they stood|A poet}}\n'''Elm''' is a tall kind of tree."],
    ['a quotation', "\"Tall they stood, and green they were.\" – A poet\n\n'''Elm''' is a tall kind of tree."],
    ['a table', "{| class=x\n| a longer cell of text\n{|\n| b\n|}\n|}\n'''Elm''' is a tall kind of tree."],
    ['pictures and categories', "[[Plik:elm.png|mały|A caption]]\n[[Category:A]]\n'''Elm''' is a tall kind of tree."],
    ['nothing bold', "Elm is a tall kind of tree.\n\nIt has '''bark''' of grey colour."],
    ['a heading', "== Elm ==\n'''Elm''' is a tall kind of tree."],
    ['an infobox on its line', "{{Infobox tree|a=1}}'''Elm''' is a tall kind of tree."],
    ['an empty pronunciation', "'''Elm''' ({{IPA|x}}) is a tall kind of tree."],
  ])('pass over %s', (_name, text) => {
    expect(lead(text)).toBe('Elm is a tall kind of tree.');
  });

  it('take a list along that ends the sentence', () => {
    expect(lead("'''Elm''' is one of:\n* a tree\n* a wood")).toBe('Elm is one of: a tree a wood');
  });
});

describe('disambiguation pages', () => {
  const is = (text: string, title = 'Elm') => readArticleWikitext(title, text, options).isDisambiguation;
  it.each([
    ["'''Elm''' may be:\n* x\n{{disambiguation}}", true],
    ["'''Elm'''\n== A ==\n* x\n{{Dab|trees}}", true],
    ["'''Elm'''\n* x\n__DISAMBIG__", true],
    ["'''Elm'''\n* x\n{{ujednoznacznienie}}", true],
    ["'''Elm''' is a tree.{{Disambiguation needed}}", false],
    ["{{Dab|the oak}}\n'''Elm''' is a tree.", false],
    ["{{Infobox tree|a=1}}\n'''Elm''' is a tree.\n{{Disambig}}", false],
  ])('%j: %s', (text, expected) => {
    expect(is(text)).toBe(expected);
  });

  it('are told by their titles too', () => {
    expect(is('* x', 'Elm (Begriffsklärung)')).toBe(true);
  });
});

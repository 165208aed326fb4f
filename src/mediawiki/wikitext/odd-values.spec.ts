import { readArticleWikitext } from './article-wikitext';
import { imageNameIn } from './image-name';
import { chooseInfobox } from './infobox-candidates';
import { InfoboxDefinitions } from './infobox-definitions';
import { namespacesOf } from './namespaces';
import { readWikitextValue } from './render-value';
import { readTemplatePage } from './template-page';
import { parseWikitextInfobox } from './wikitext-infobox';

const namespaces = namespacesOf([[6, 'Datei']]);
const options = { namespaces };

test.each<[string, string[]]>([
  ['{{circa|1200}}', ['c. 1200']],
  ['{{c.|1200}}', ['c. 1200']],
  ['{{height|m=1.7}}', ['1.7 m']],
  ['{{height|ft=6|in=2}}', ['6 ft 2 in']],
  ['{{val|250|u=km}}', ['250 km']],
  ['{{langx|de|Moor}}', ['Moor']],
  ['{{#switch:wet|dry=Dust|wet=Mud}}', ['Mud']],
  ['{{#switch:damp|damp|wet=Mud|dry=Dust}}', ['Mud']],
  ['{{#switch:odd|dry=Dust|#default=Fog}}', ['Fog']],
  ['{{#switch:odd|dry=Dust|Fog}}', ['Fog']],
  ['{{#switch:odd|dry=Dust}}', []],
  ['{{ruby|漢|かん}}', ['漢 (かん)']],
  ['{{w|Reed (plant)|Reed}}', ['Reed']],
  ['; Kin : Reedfolk', ['Kin', 'Reedfolk']],
  ['; 12:30', ['12:30']],
  ['Reed<ref name="a>b">x</ref>folk', ['Reedfolk']],
  ['Mire<br clear=all>Fen</br>Bog', ['Mire', 'Fen', 'Bog']],
  ['Words\n<gallery>\nFen.png|caption\n</gallery>', ['Words']],
])('the value %j', (source, values) => {
  expect(readWikitextValue(source, options).values).toEqual(values);
});

test.each<[string, string | null]>([
  ['Fen%20two.png', 'Fen two.png'],
  ['Fen&amp;mire.png', 'Fen&mire.png'],
  ['[[Datei:Fen two.JPG{{!}}200px]]', 'Fen two.JPG'],
  ['{{Switcher|Fen.png|Now|Mire.png|Then}}', 'Fen.png'],
  ['100%25.png', '100%.png'],
  ['https://example.invalid/fen.png', null],
])('the picture in %j', (value, name) => {
  expect(imageNameIn(value, namespaces)).toBe(name);
});

test.each<[string, string]>([
  ['in an argument', '{{Spoiler|\n{{Infobox fen|a=1|b=2}}\n}}'],
  ['in a div', '<div style="float:right">{{Infobox fen|a=1|b=2}}</div>'],
  ['with its namespace', '{{Template:Infobox fen|a=1|b=2}}'],
  ['with a comment behind its name', '{{Infobox fen<!-- new -->\n|a=1\n|b=2}}'],
])('an infobox that stands %s is found', (_, text) => {
  const { candidates } = readArticleWikitext('Fen', `${text}\n'''Fen''' is`, options);
  const kinds = { known: new Set<string>(), never: new Set<string>() };
  expect(chooseInfobox(candidates, new InfoboxDefinitions(), kinds)?.name).toBe('Infobox fen');
});

test.each<[string, string]>([
  ['a box that points elsewhere', '<div class="hatnote">For the moor of that name, see Moor.</div>'],
  ['a quotation', '<blockquote>Where reeds grow, nobody hurries.</blockquote>'],
])('a lead begins behind %s', (_, above) => {
  const { extract } = readArticleWikitext('Fen', `${above}\n'''Fen''' is a wet place of length.`, options);
  expect(extract).toBe('Fen is a wet place of length.');
});

describe('values as the template shows them', () => {
  const shown = (definition: string, call: string) => {
    const definitions = new InfoboxDefinitions();
    const page = readTemplatePage('Fen', definition, namespaces);
    if (page) definitions.addPage(page);
    const fields = parseWikitextInfobox(call, options, definitions)?.infobox.fields ?? [];
    return fields.map(({ label, values }) => `${label}=${values.join('|')}`);
  };
  const data = (inner: string, source = 'depth') =>
    `<infobox><data source="${source}"><label>Depth</label>${inner}</data></infobox>`;

  test.each<[string, string, string, string[]]>([
    ['a format', data('<format>{{{depth}}} m</format>'), '{{Fen|depth=5}}', ['Depth=5 m']],
    ['a condition', data('<format>{{#if:{{{depth|}}}|{{{depth}}} m}}</format>'), '{{Fen|depth=[[5]]}}', ['Depth=5 m']],
    ['a default', data('<default>unknown</default>'), '{{Fen|other=1}}', ['Depth=unknown']],
    ['a default of another parameter', data('<default>{{{a|{{{b|none}}}}}}</default>'), '{{Fen|b=7}}', ['Depth=7']],
    ['an empty default', data('<default>{{{b|}}}</default>'), '{{Fen|b=}}', []],
    ['a format that asks a module', data('<format>{{#invoke:Depth|show}}</format>'), '{{Fen|depth=5}}', ['Depth=5']],
    [
      'a template of the older kind',
      '{{Infobox|label1=Depth|data1={{#if:{{{depth|}}}|{{{depth}}} m}}|label2=Kin|data2={{{kin|}}}}}',
      '{{Fen|kin=Reed|depth=5}}',
      ['Depth=5 m', 'Kin=Reed'],
    ],
    [
      'a table',
      '<table class="infobox"><tr><th>Depth</th><td>{{{depth|}}} m</td></tr><tr><th>Kin</th><td>{{{kin|}}}</td></tr></table>',
      '{{Fen|kin=Reed|depth=5}}',
      ['Depth=5 m', 'Kin=Reed'],
    ],
  ])('%s', (_, definition, call, fields) => {
    expect(shown(definition, call)).toEqual(fields);
  });

  test('a parameter of a parameter of a parameter ends', () => {
    const bomb = data(`<format>${'{{{depth}}}'.repeat(2000)}</format>`);
    expect(shown(bomb, `{{Fen|depth=${'x'.repeat(100_000)}}}`)[0]!.length).toBeLessThan(300_000);
  });
});

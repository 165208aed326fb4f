import { readArticleWikitext } from './article-wikitext';
import { InfoboxDefinitions } from './infobox-definitions';
import { parseInfoboxDefinition } from './parse-definition';
import { namespacesOf } from './namespaces';
import { knownLabels } from './parameter-labels';
import { readTemplatePage } from './template-page';
import { parseWikitextInfobox } from './wikitext-infobox';

const options = { namespaces: namespacesOf() };
const starWars = { labels: knownLabels('star_wars') };

const PAGE = `{{Top|legends=Example/Legends}}
{{Update}}
{{Otheruses|the planet|Example (disambiguation)}}
{{CelestialBody
|image=[[File:Hoth-2024.png|250px]]
|name=Example world<ref name="a">{{Film|V}} with a [[link]] and | pipe</ref>
|region=*[[Outer Rim Territories]]{{C|formerly}}<ref name="a" />
**[[Western Reaches|the Reaches]]
*[[Mid Rim]]
|system=[[Example system]]s
|coordinates=[[Standard Galactic Grid|K-18]]
|moons=3<br/>''[[Moon A]]'', [[Moon B|B]] {{C|destroyed in {{Date|4 ABY}}}}
|class={{Nested|one|[[Two]]|x=y}}
|diameter={{Convert|12,100|km}}
|site=[https://example.test/a b&nbsp;c] <!-- | hidden -->&mdash; <nowiki>[[raw]]</nowiki>
|empty=
}}
{{Quote|A quote|[[Someone]]}}
'''Example world''' was a [[planet]] in the [[Outer Rim Territories]]{{'s}} region.<ref>{{Databank|x|y}}</ref> It was ''very'' cold {{C|icy}}.

More text.

==History==
{{Character|name=Not me|a=1|b=2|c=3|d=4|e=5|f=6|g=7|h=8|i=9|j=10|k=11|l=12|m=13|n=14|o=15|p=16}}
[[Category:Ice planets]] [[category:outer_Rim planets|Example]] <!-- [[Category:No]] --> [[:Category:Link]]
`;

describe('reading an article of a dump', () => {
  const article = readArticleWikitext('Example world', PAGE, options);

  it('reads the first paragraph without references, notes of references and quotes', () => {
    expect(article.extract).toBe(
      "Example world was a planet in the Outer Rim Territories's region. It was very cold (icy).",
    );
  });

  it('reads categories, continuity and the infobox template', () => {
    expect(article.categories).toEqual(['Ice planets', 'Outer Rim planets']);
    expect(article.continuity).toBe('canon');
    expect(article.candidates.map(({ name }) => name)).toEqual(['CelestialBody', 'Character']);
  });

  it('keeps links, lists, notes and nested templates of the infobox', () => {
    const read = parseWikitextInfobox(article.candidates[0]!.source, options, new InfoboxDefinitions(), starWars);
    const fields = Object.fromEntries(read!.infobox.fields.map(({ label, values }) => [label, values]));
    expect(read!.imageName).toBe('Hoth-2024.png');
    expect(read!.infobox.type).toBe('CelestialBody');
    expect(fields).toEqual({
      Region: ['Outer Rim Territories (formerly)', 'the Reaches', 'Mid Rim'],
      System: ['Example systems'],
      'Grid square': ['K-18'],
      Moons: ['3', 'Moon A, B (destroyed in 4 ABY)'],
      Class: ['one'],
      Diameter: ['12,100 km'],
      Site: ['b c — [[raw]]'],
    });
    expect(read!.infobox.fields[0]!.links).toEqual([
      { text: 'Outer Rim Territories', href: '/wiki/Outer_Rim_Territories' },
      { text: 'the Reaches', href: '/wiki/Western_Reaches' },
      { text: 'Mid Rim', href: '/wiki/Mid_Rim' },
    ]);
    expect(read!.infobox.fields[1]!.links).toEqual([{ text: 'Example systems', href: '/wiki/Example_system' }]);
  });

  it('takes labels and pictures from the template that defines the infobox', () => {
    const definitions = new InfoboxDefinitions();
    const text = `<includeonly><infobox><title source="name"/><image source="image"/>
      <data source="region"><label>[[Region]] of space</label></data><data source="moons"><default>{{{x|}}}</default></data></infobox></includeonly>`;
    definitions.add(parseInfoboxDefinition('Celestial Body', text, (label) => label.replace(/[[\]]/g, ''))!);
    const read = parseWikitextInfobox(
      article.candidates[0]!.source,
      options,
      InfoboxDefinitions.fromJson(JSON.parse(JSON.stringify(definitions.toJson()))),
    );
    expect(read!.infobox.fields.map(({ label }) => label)).toEqual(['Region of space', 'Moons']);
    expect(read!.imageName).toBe('Hoth-2024.png');
  });
});

describe('an infobox by its definition', () => {
  const definitions = new InfoboxDefinitions();
  const define = (name: string, text: string) => definitions.addPage(readTemplatePage(name, text, options.namespaces)!);
  define(
    'Person',
    `<infobox><data source="kin"><label>Kin</label></data>
    <panel><section><label>Early</label><data source="early"><label>Post</label></data></section>
    <section><label>Late</label><data source="late"><label>Post</label></data></section></panel>
    <data source="sons"><label>Sons</label><format>{{{sons}}} sons</format></data>
    <data><label>Realm</label><default>The {{lc:FEN}}</default></data>
    <data><label>Rank</label><default>{{{title|}}} {{{grade|}}}</default></data></infobox>`,
  );
  define('Wrapped', '<includeonly>{{Person|kin={{{family|}}}|sons={{{n|}}}|early={{{job|}}}}}</includeonly>');
  const fieldsOf = (text: string) =>
    parseWikitextInfobox(text, options, definitions)!.infobox.fields.map(({ label, values }) => [label, ...values]);

  it('tells fields of one label apart by the tab of their panel, and shows what needs no parameter', () => {
    expect(fieldsOf('{{Person|kin=Bo|early=Scout|late=Marshal|sons=2}}')).toEqual([
      ['Kin', 'Bo'],
      ['Post', 'Scout'],
      ['Post (Late)', 'Marshal'],
      ['Sons', '2 sons'],
      ['Realm', 'The fen'],
    ]);
  });

  it('shows a value made of several parameters', () => {
    expect(fieldsOf('{{Person|title=Lord|grade=II}}')).toContainEqual(['Rank', 'Lord II']);
  });

  it('shows the parameters of a wrapper as the infobox behind it does', () => {
    expect(fieldsOf('{{Wrapped|family=Bo|n=3|job=Scout}}')).toEqual([
      ['Kin', 'Bo'],
      ['Sons', '3 sons'],
      ['Post', 'Scout'],
      ['Realm', 'The fen'],
    ]);
  });
});

describe('continuity', () => {
  it.each([
    ['A/Legends', '{{Top|can}}', 'legends'],
    ['A/Canon', '', 'canon'],
    ['A', '{{Top|leg|canon=B}}', 'legends'],
    ['A', '{{Top|rwm|old}}', 'legends'],
    ['A', '{{Top|rwm}}', 'real-world'],
    ['A', '{{Top|real}}', 'real-world'],
    ['A', '{{Top}}', 'canon'],
    ['A', '{{top|legends=A/Legends|rote}}', 'canon'],
    ['A', '{{Top|leg}}[[Category:Canon articles]]', 'canon'],
    ['A', '[[Category:Legends articles]]', 'legends'],
    ['A', '[[Category:Non-canon Legends articles]]', 'non-canon'],
    ['A', '[[Category:Real-world people]]', 'real-world'],
    ['A', '[[Category:Real-world stores]]', null],
    ['A', 'no marks', null],
  ])('%s with %s is %s', (title, text, expected) => {
    expect(readArticleWikitext(title, text, options).continuity).toBe(expected);
  });
});

describe('hostile wikitext', () => {
  const n = 50_000;
  it.each([
    ['{{', '{{'.repeat(n)],
    ['[[', '[['.repeat(n)],
    ['{{a|', '{{a|'.repeat(n)],
    ['closed', '{{a|'.repeat(90) + '}}'.repeat(90)],
    ['<ref>', '<ref>'.repeat(n)],
    ['<ref', '<ref '.repeat(n)],
    ['<!--', '<!--'.repeat(n)],
    ['[[Category:', '[[Category:'.repeat(n)],
    ['a!', `${'a'.repeat(n)}!`],
    ['newlines', '\n'.repeat(n)],
    ['bullets', `{{X|a=${'\n*'.repeat(n)}}}`],
    ['quotes', `'''${"'".repeat(n)}`],
    ['pipes', `{{X${'|a=b'.repeat(n)}}}`],
    ['brackets', `{{X|a=${'[http://'.repeat(n)}}}`],
    ['spaces', `{{X|a=${' '.repeat(n)}x}}`],
    ['tag', `{{X|a=${'<b '.repeat(n)}}}`],
    ['mixed', '{{a|[[b|'.repeat(n)],
  ])('F72 reads 50,000 of %s in linear time', (_name, text) => {
    const from = performance.now();
    const { candidates } = readArticleWikitext('A', text, options);
    for (const { source } of candidates) parseWikitextInfobox(source, options, new InfoboxDefinitions());
    expect(performance.now() - from).toBeLessThan(4000);
  });
});

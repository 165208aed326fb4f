import { namespacesOf } from '../wikitext/namespaces';
import { loadHtmlParser, type HtmlParser } from './html-parser';
import { infoboxHtml, originalOf, parseHtmlInfobox } from './html-infobox';
import { parsePortableInfobox } from './portable-infobox';
import { linkHref } from './wiki-links';

const LINKS = { articlePath: '/wiki/$1', namespaces: namespacesOf() };
let parse: HtmlParser;
beforeAll(async () => {
  parse = await loadHtmlParser();
});

const VALUE = `<ul><li><a href="/wiki/Outer_Rim" title="Outer Rim">Outer Rim</a><sup class="reference"><a href="#c">&#91;1&#93;</a></sup>
  <ul><li><a href="/wiki/Reach">Reach</a> <small>(until 4 ABY)</small></li></ul></li></ul>`;
const REGION = {
  values: ['Outer Rim', 'Reach (until 4 ABY)'],
  links: [
    { text: 'Outer Rim', href: '/wiki/Outer_Rim' },
    { text: 'Reach', href: '/wiki/Reach' },
  ],
};

const fandom = (
  inner: string,
  nav = '<a class="text" href="https://x.fandom.com/wiki/Template:CelestialBody"></a>',
) => `<p>Lead</p>
<aside role="region" class="portable-infobox pi-background pi-theme-wikia pi-layout-default">${inner}
<nav class="pi-navigation pi-item-spacing"><small>${nav}</small></nav></aside>`;
const data = (source: string, label: string, value: string, tag = 'h3') =>
  `<div class="pi-item pi-data" data-source="${source}"><${tag} class="pi-data-label">${label}</${tag}><div class="pi-data-value pi-font">${value}</div></div>`;

const read = (html: string) => parseHtmlInfobox(parse(html), LINKS)!;

describe('infobox of a rendered page', () => {
  it('reads labels, nested lists, links and the kind of a plain infobox', () => {
    const { infobox } = read(
      fandom(`<h2 class="pi-item pi-title" data-source="name">Example</h2>
      <section class="pi-item pi-group"><h2 class="pi-header">Astro</h2>${data('region', 'Region', VALUE)}${data('x', '', 'one<br>two')}</section>`),
    );
    expect(infobox).toEqual({
      type: 'CelestialBody',
      fields: [
        { label: 'Region', ...REGION },
        { label: 'x', values: ['one', 'two'], links: [] },
      ],
    });
  });

  it('tells fields of one label apart by the tabs of their panel', () => {
    const tab = (n: number, label: string) =>
      `<li class="pi-section-tab" data-ref="${n}"><div class="pi-section-label">${label}</div></li>`;
    const content = (n: number, inner: string) => `<div class="pi-section-content" data-ref="${n}">${inner}</div>`;
    const { fields } = read(
      fandom(`<section class="pi-item pi-panel"><ul class="pi-section-navigation">${tab(0, 'Early')}${tab(1, 'Late')}</ul>
      <div class="pi-section-contents">${content(0, data('a', 'Post', 'Scout'))}${content(1, data('b', 'Post', 'Marshal') + data('c', 'Seat', 'Fen'))}</div></section>
      ${data('d', 'Kin', 'Bo')}`),
    ).infobox;
    expect(fields.map(({ label }) => label)).toEqual(['Post', 'Post (Late)', 'Seat', 'Kin']);
  });

  it.each([
    ['pi-theme-wikia pi-type-ship', 'ship'],
    ['pi-theme-wikia type-fleet-ship', 'fleet_ship'],
    ['pi-theme-Ship', 'Ship'],
    ['pi-theme-_-_Bo_-_-Cy-_small_dead', null],
    ['pi-theme-default', null],
  ])('of the class %s has the theme %s, and no type of its own', (classes, theme) => {
    const html = `<aside class="portable-infobox ${classes}">${data('a', 'A', 'x')}</aside>`;
    expect(read(html)).toMatchObject({ infobox: { type: null }, theme });
  });

  it('takes labels that are no headings, and red links by their title', () => {
    const value = '<a href="/index.php?title=No_such&amp;action=edit&amp;redlink=1" class="new">No such</a>';
    const { fields } = read(fandom(data('a', 'A', value, 'div'))).infobox;
    expect(fields).toEqual([{ label: 'A', values: ['No such'], links: [{ text: 'No such', href: '/wiki/No_such' }] }]);
  });

  it('matches a horizontal group by source and else by column', () => {
    const cell = (tag: string, kind: string, source: string, text: string) =>
      `<${tag} class="pi-horizontal-group-item pi-data-${kind}"${source ? ` data-source="${source}"` : ''}>${text}</${tag}>`;
    const { fields } = read(
      fandom(`<section class="pi-group"><table class="pi-horizontal-group">
      <thead><tr>${cell('th', 'label', 'b', 'B')}${cell('th', 'label', 'a', 'A')}${cell('th', 'label', '', 'C')}</tr></thead>
      <tbody><tr>${cell('td', 'value', 'a', '1')}${cell('td', 'value', 'b', '2')}${cell('td', 'value', '', '3')}</tr></tbody></table></section>
      <table class="pi-horizontal-group pi-horizontal-group-no-labels"><tbody><tr>${cell('td', 'value', 'side1', 'S')}</tr></tbody></table>`),
    ).infobox;
    expect(fields.map(({ label, values }) => [label, values[0]])).toEqual([
      ['A', '1'],
      ['B', '2'],
      ['C', '3'],
      ['side1', 'S'],
    ]);
  });

  it('reads smart groups, panels and nested groups once', () => {
    const { fields } = read(
      fandom(`<section class="pi-smart-group"><section class="pi-smart-group-head">
      <h3 class="pi-smart-data-label" data-source="h">Height</h3><h3 class="pi-smart-data-label" data-source="m">Mass</h3></section>
      <section class="pi-smart-group-body"><div class="pi-smart-data-value" data-source="h">2 m</div><div class="pi-smart-data-value" data-source="m">80 kg</div></section></section>
      <section class="pi-panel"><ul class="pi-section-navigation"><li class="pi-section-tab"><div class="pi-section-label">Tab</div></li></ul>
      <div class="pi-section-content" data-ref="0"><section class="pi-group">${data('p', 'In panel', 'yes')}</section></div></section>`),
    ).infobox;
    expect(fields.map(({ label, values }) => [label, ...values])).toEqual([
      ['Height', '2 m'],
      ['Mass', '80 kg'],
      ['In panel', 'yes'],
    ]);
  });

  it.each([
    [
      'Fandom, linked original',
      '<figure class="pi-item pi-image"><a href="https://static.wikia.nocookie.net/x/images/8/81/A_b.png/revision/latest?cb=1" class="image"><img src="https://static.wikia.nocookie.net/x/images/8/81/A_b.png/revision/latest/scale-to-width-down/500?cb=1" data-image-name="A b.png"></a></figure>',
      'https://static.wikia.nocookie.net/x/images/8/81/A_b.png/revision/latest?cb=1',
      'A b.png',
    ],
    [
      'Fandom, lazy and in tabs',
      '<div class="pi-image-collection"><ul class="pi-image-collection-tabs"><li>1</li></ul><div class="pi-image-collection-tab-content"><figure class="pi-image"><img src="data:image/gif;base64,R0" data-src="https://static.wikia.nocookie.net/x/images/8/81/A.png/revision/latest/scale-to-width-down/300?cb=2" data-image-key="A.png"></figure></div></div>',
      'https://static.wikia.nocookie.net/x/images/8/81/A.png/revision/latest?cb=2',
      'A.png',
    ],
    [
      'Universal-Omega media',
      '<div class="pi-media-collection"><li class="pi-tab-link" data-pi-tab="1">x</li><div class="pi-media-collection-tab-content" id="pi-tab-1"><figure class="pi-item pi-media"><a href="/wiki/File:A.png"><img src="/images/thumb/8/81/A.png/300px-A.png"></a></figure></div></div>',
      '/images/8/81/A.png',
      'A.png',
    ],
  ])('finds the picture: %s', (_name, html, image, imageName) => {
    expect(read(fandom(html))).toMatchObject({ image, imageName });
  });

  it('keeps the infobox alone for a later parser', () => {
    const html = infoboxHtml(parse(fandom(data('a', 'A', '1'))));
    expect(html).not.toContain('Lead');
    expect(read(html).infobox.fields).toHaveLength(1);
  });

  it('has no infobox where the page has none', () => {
    expect(parseHtmlInfobox(parse('<p>x</p>'), LINKS)).toBeNull();
  });

  it('finds originals of scaled pictures', () => {
    expect(originalOf('https://h/w/images/thumb/a/ab/X.jpg/120px-X.jpg')).toBe('https://h/w/images/a/ab/X.jpg');
    expect(
      originalOf('https://h/x/images/a/ab/X.jpg/revision/20240101000000/thumbnail/width/360/height/450?cb=3'),
    ).toBe('https://h/x/images/a/ab/X.jpg/revision/20240101000000?cb=3');
  });
});

describe('infobox of the page properties', () => {
  const node = (type: string, body: unknown) => ({ type, data: body });
  const value = (source: string, label: string | null, html: string) =>
    node('data', { label, value: html, span: 1, layout: null, source, 'item-name': null });
  const json = (nodes: unknown[], version = 5) =>
    JSON.stringify([{ parser_tag_version: version, data: nodes, metadata: [] }]);
  const readJson = (text: string) => parsePortableInfobox(text, parse, LINKS);

  it('reads every type of node', () => {
    const nodes = [
      node('image', [
        { url: 'https://s/a.png', name: 'A.png', isVideo: false },
        { url: 'https://s/b.png', name: 'B.png' },
      ]),
      node('title', { value: 'Example', source: 'name' }),
      node('group', { value: [node('header', { value: 'H' }), value('region', 'Region', VALUE)], layout: 'default' }),
      node('panel', {
        value: [
          node('header', { value: 'P' }),
          node('section', { label: 'S', value: [value('s', '<a href="/wiki/L">In</a> section', 'x')] }),
        ],
      }),
      node('group', { value: [value('side1', '', 'Side &amp; one')], layout: 'horizontal' }),
      node('future', { value: [value('f', 'New', 'kind')] }),
      node('navigation', { value: '<small><a href="https://x/wiki/Template:Individual_ship"></a></small>' }),
    ];
    for (const version of [2, 5, 9]) {
      const box = readJson(json(nodes, version))!;
      expect(box.infobox).toEqual({
        type: 'Individual ship',
        fields: [
          { label: 'Region', ...REGION },
          { label: 'In section', values: ['x'], links: [] },
          { label: 'side1', values: ['Side & one'], links: [] },
          { label: 'New', values: ['kind'], links: [] },
        ],
      });
      expect(box).toMatchObject({ image: 'https://s/a.png', imageName: 'A.png', isBroken: false });
    }
  });

  it('takes media of Universal-Omega, skipping videos', () => {
    expect(
      readJson(
        json([
          node('media', [
            { url: 'v', name: 'V', isVideo: true },
            { url: 'i', name: 'I.png', isImage: true },
          ]),
        ]),
      ),
    ).toMatchObject({ image: 'i' });
  });

  it.each(['<!--LINK\'" 0:12-->', '<!--IWLINK\'" 3-->'])('says that %s is broken', (broken) => {
    expect(readJson(json([value('a', 'A', `x ${broken}`)]))!.isBroken).toBe(true);
  });

  it.each(['', 'null', '{}', '[1,null]', '[{"data":{"type":"data"}}]', '{"a":', '[]'])(
    'does not fail on %s',
    (text) => {
      expect(() => readJson(text)).not.toThrow();
    },
  );

  it('takes the first infobox that has fields', () => {
    const two = JSON.stringify([{ data: [] }, { data: [value('a', 'A', '1')] }]);
    expect(readJson(two)!.infobox.fields).toHaveLength(1);
  });
});

describe('infobox that is a table', () => {
  const rows = (html: string) => read(`<p>x</p>${html}`).infobox.fields.map(({ label, values }) => [label, ...values]);
  const table = (inner: string, classes = 'infobox') => `<table class="${classes}"><tbody>${inner}</tbody></table>`;
  const TITLE = '<tr><th colspan="2">Lumen Vale</th></tr>';

  it.each(['infobox', 'wikitable infobox', 'infobox-table', 'infobox_v3 large', 'infobox infobox-monster'])(
    'is known by its class: %s',
    (classes) => {
      expect(rows(table(`${TITLE}<tr><th>Ruler:</th><td>Orra</td></tr>`, classes))).toEqual([['Ruler', 'Orra']]);
    },
  );

  it('reads labels beside and above their values, several values and labels over several rows', () => {
    const html = table(`${TITLE}
      <tr><td colspan="2"><a href="/wiki/File:Lumen.png"><img src="/images/thumb/1/12/Lumen.png/250px-Lumen.png" width="250"></a><br>At dawn</td></tr>
      <tr><th colspan="2">Facts</th></tr>
      <tr><th>Moons</th><td>Ko</td><td>Ve</td></tr>
      <tr><td><b>Suns</b></td><td><a href="/wiki/Aro">Aro</a></td></tr>
      <tr><th rowspan="2">Cities</th><td>Tern</td></tr><tr><td>Ould</td></tr>
      <tr><th colspan="2"><img src="/h.png" alt="Heat.png" width="20"></th><th colspan="3">Cold</th></tr>
      <tr><td colspan="2">3</td><td colspan="3">4</td></tr>
      <tr><th colspan="2">Notes</th></tr><tr><td colspan="2">A quiet place</td></tr>
      <tr style="display:none"><th>Id</th><td>7</td></tr>`);
    expect(rows(html)).toEqual([
      ['Moons', 'Ko', 'Ve'],
      ['Suns', 'Aro'],
      ['Cities', 'Tern', 'Ould'],
      ['Heat', '3'],
      ['Cold', '4'],
      ['Notes', 'A quiet place'],
    ]);
    expect(read(html)).toMatchObject({ image: '/images/1/12/Lumen.png', imageName: 'Lumen.png' });
  });

  it('reads nested tables once, boxes of divs, and icons by their words', () => {
    const nested = `<tr><td colspan="2"><table><tr><th>Crew</th><td>4</td></tr></table></td></tr>`;
    const icon = '<tr><th>Element</th><td><img src="/f.png" alt="Fire" width="20"></td></tr>';
    expect(rows(table(TITLE + nested + icon))).toEqual([
      ['Crew', '4'],
      ['Element', 'Fire'],
    ]);
    expect(
      rows(
        '<div class="infobox"><div class="infobox-row"><div class="row-label">Age</div><div class="row-value">9</div></div></div>',
      ),
    ).toEqual([['Age', '9']]);
  });

  it('does not take other tables for one', () => {
    expect(parseHtmlInfobox(parse('<table class="wikitable"><tr><th>a</th><td>b</td></tr></table>'), LINKS)).toBeNull();
  });
});

describe('links of a wiki', () => {
  const hrefIn = (articlePath: string, href: string, more: object = {}) =>
    linkHref(href, {
      articlePath,
      namespaces: namespacesOf([
        [6, 'Datei'],
        [14, 'Kategorie'],
      ]),
      ...more,
    });

  it.each([
    ['/wiki/$1', '/wiki/Dim_Bay'],
    ['/de/wiki/$1', '/de/wiki/Dim_Bay'],
    ['/index.php/$1', '/index.php/Dim_Bay'],
    ['/index.php?title=$1', '/index.php?title=Dim_Bay'],
    ['/$1', '/Dim_Bay'],
    ['/w/$1', '/w/Dim_Bay'],
    ['https://h.example/w/$1', '/w/Dim_Bay'],
    ['/$1', '/index.php?title=Dim_Bay&action=edit&redlink=1'],
    ['/de/wiki/$1', '/de/wiki/Dim_Bay?action=edit&redlink=1'],
  ])('are /wiki/Title with the article path %s: %s', (articlePath, href) => {
    expect(hrefIn(articlePath, href)).toBe('/wiki/Dim_Bay');
  });

  it('keep sections, and lead elsewhere as they stand', () => {
    expect(hrefIn('/de/wiki/$1', '/de/wiki/Dim_Bay#Old_town')).toBe('/wiki/Dim_Bay#Old_town');
    expect(hrefIn('/w/$1', '//h.example/w/Dim_Bay', { server: 'http://h.example' })).toBe('/wiki/Dim_Bay');
    expect(hrefIn('/w/$1', 'https://other.example/w/Dim_Bay', { server: 'http://h.example' })).toBe(
      'https://other.example/w/Dim_Bay',
    );
  });

  it.each([
    '/de/wiki/Kategorie:Orte',
    '/de/wiki/Datei:A.png',
    '/de/wiki/Special:X/1',
    '/de/wiki/Help:_A',
    '#a',
    '/w/api.php',
  ])('to what is no article are none: %s', (href) => {
    expect(hrefIn('/de/wiki/$1', href)).toBeNull();
  });
});

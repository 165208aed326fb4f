import { namespacesOf } from '../wikitext/namespaces';
import { parseHtmlInfobox } from './html-infobox';
import { loadHtmlParser, type HtmlParser } from './html-parser';

let parse: HtmlParser;
beforeAll(async () => {
  parse = await loadHtmlParser();
});
const read = (html: string) => parseHtmlInfobox(parse(html), { articlePath: '/wiki/$1', namespaces: namespacesOf() });
const row = (...cells: string[]) => `<tr>${cells.join('')}</tr>`;
const box = (...rows: string[]) => `<table class="infobox">${rows.join('')}</table>`;

test.each<[string, string, string[]]>([
  [
    'labels in bold, each with its value in one cell',
    box(
      row('<td colspan="2"><b>Fen</b></td>'),
      row('<td colspan="2"><b>Kin:</b> Reedfolk</td>'),
      row('<td><b>Home</b>: <a href="/wiki/Mire">Mire</a></td>'),
    ),
    ['Kin=Reedfolk', 'Home=Mire'],
  ],
  [
    'several of them in one cell',
    box(row('<td><b>Kin:</b> Reed<br><b>Home:</b> Mire</td>')),
    ['Kin=Reed', 'Home=Mire'],
  ],
  ['a label in bold beside its value', box(row('<td><b>Kin</b></td>', '<td>Reed</td>')), ['Kin=Reed']],
  [
    'a value laid out in a table',
    box(row('<th>Kinds</th>', '<td><table><tr><td>Reed</td><td>Moss</td></tr></table></td>')),
    ['Kinds=Reed|Moss'],
  ],
  [
    'labels in bold over tables, side by side',
    box(
      row('<td colspan="2"><b>Kinds</b><table><tr><td>Reed</td><td>Moss</td></tr></table></td>'),
      row(
        '<td><b>Height</b><table><tr><td>2 m</td></tr></table></td>',
        '<td><b>Weight</b><table><tr><td>9 kg</td></tr></table></td>',
      ),
    ),
    ['Kinds=Reed|Moss', 'Height=2 m', 'Weight=9 kg'],
  ],
  [
    'a table of labels in a cell',
    box(row('<td>', '<table><tr><th>Kin</th><td>Reed</td></tr></table>', '</td>')),
    ['Kin=Reed'],
  ],
  [
    'a list of terms with several definitions',
    '<dl class="infobox"><dt>Kin</dt><dd>Reed</dd><dd>Moss</dd><dt>Home</dt><dd>Mire</dd></dl>',
    ['Kin=Reed|Moss', 'Home=Mire'],
  ],
  ['struck text', box(row('<th>Kin</th>', '<td><s>Moss</s> Reed</td>')), ['Kin=Reed']],
  [
    'boxes of div',
    '<div class="infobox"><div class="infobox-row"><div class="infobox-label">Kin</div><div class="infobox-data">Reed</div></div></div>',
    ['Kin=Reed'],
  ],
])('reads %s', (_, html, wanted) => {
  expect(read(html)?.infobox.fields.map(({ label, values }) => `${label}=${values.join('|')}`)).toEqual(wanted);
});

test.each<[string, string, string | null, string | null]>([
  [
    'a script that scales',
    '<a href="/wiki/File:Fen_2.png"><img src="/thumb.php?f=Fen_2.png&amp;width=200" width="200"></a>',
    null,
    'Fen 2.png',
  ],
  [
    'a lazy one',
    '<img src="data:image/gif;base64,AA" data-src="/images/thumb/a/ab/Fen.png/200px-Fen.png" width="200">',
    '/images/a/ab/Fen.png',
    'Fen.png',
  ],
  [
    'a drawing',
    '<img src="/images/thumb/a/ab/Fen.svg/200px-Fen.svg.png" width="200">',
    '/images/a/ab/Fen.svg',
    'Fen.svg',
  ],
])('finds the picture of %s', (_, img, image, imageName) => {
  expect(read(box(row(`<td colspan="2">${img}</td>`), row('<th>Kin</th>', '<td>Reed</td>')))).toMatchObject({
    image,
    imageName,
  });
});

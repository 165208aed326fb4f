import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemClock } from '../../src/egress/clock';
import { crawlWiki } from '../../src/prefetch/fill/crawl-wiki';
import { importDump } from '../../src/prefetch/fill/import-dump';
import { reparse } from '../../src/prefetch/fill/reparse';
import type { FetchText } from '../../src/mediawiki/api/fetch-text';
import { plainText } from '../../src/universe/markdown';
import type { ArticleText } from '../../src/universe/section';
import { missingMediaWiki, OPEN_TO_ALL, RealMediaWiki } from '../harness/real-mediawiki';
import { jpeg } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';
import { labAccess, labFetch, labUniverse, readNative, readTexts, type NativeRecord } from './wiki-lab';

jest.setTimeout(600_000);

/** How a wiki makes its infoboxes: a template that writes a table, one that calls another, a module. */
const TEMPLATES: Record<string, string> = {
  'Template:Moor box': `<includeonly>{| class="infobox"
! colspan="2" | {{{name|{{PAGENAME}}}}}
|-
| colspan="2" | [[File:{{{image|}}}|120px]]
|-
! Kin
| {{{kin|}}}
|-
! Depth
| {{{depth|}}} m
|}</includeonly>`,
  'Template:Marsh box': `<includeonly><table class="infobox"><tr><th colspan="2">{{{name}}}</th></tr><tr><td colspan="2">[[File:{{{image|}}}|120px]]</td></tr>{{#if:{{{home|}}}|<tr><th>Homeland</th><td>{{{home}}}</td></tr>}}<tr><th>Known for</th><td>{{{known|}}}</td></tr></table></includeonly>`,
  'Template:Bog box': `<includeonly>{{#invoke:Box|show|label1=Rank|data1={{{rank|}}}|label2=Seat|data2={{{seat|}}}|title={{{name}}}|image={{{image|}}}}}</includeonly>`,
  'Template:Reed box': `<includeonly>{{Marsh box|name={{{title}}}|home={{{land|}}}|known={{{fame|}}}|image={{{picture|}}}}}</includeonly>`,
  'Template:Small': `<small>{{{1}}}</small>`,
  'Template:Plainlist': `<div class="plainlist">{{{1}}}</div>`,
};

const MODULE = `local p = {}
function p.show(frame)
	local args = frame.args
	local box = mw.html.create('table'):addClass('infobox')
	box:tag('tr'):tag('th'):attr('colspan', 2):wikitext(args.title)
	if args.image ~= '' then
		box:tag('tr'):tag('td'):attr('colspan', 2):wikitext('[[File:' .. args.image .. '|120px]]')
	end
	for i = 1, 9 do
		local value = args['data' .. i]
		if value and value ~= '' then
			local row = box:tag('tr')
			row:tag('th'):wikitext(args['label' .. i])
			row:tag('td'):wikitext(value)
		end
	end
	return tostring(box)
end
return p
`;

/** What articles are made of below their leads. */
const STORY = (i: number) => `
== Of the water ==
It rose to the [[Page ${(i + 1) % 40}|next place]], ''slowly'', and fell.<ref>Seen by ${i}.</ref>

* One year
* Another [[Page ${(i + 2) % 40}]]
** with ${i} drowned

=== Who told of it ===
{| class="wikitable"
! Year !! Depth
|-
| 1 || ${i} m
|}

== Of the water ==
<blockquote>It comes again.</blockquote>
${'The reeds stood high, and nobody walked there. '.repeat(i % 9 === 0 ? 900 : 3)}`;

const VALUES = [
  '[[Page 2]]',
  '* [[Page 3|the third]]\n* plain {{Small|(once)}}',
  'A<br />[[Page 4]]s<ref>Seen.</ref>',
  "'''Bold''' and ''leaning''",
  '12&nbsp;000',
  '<nowiki>[[as it is]]</nowiki>',
  '{{Plainlist|\n* One\n* [[Page 5|Two]]\n}}',
  '[https://example.invalid/x A site]',
  '<span style="display:none">000</span>7',
  'Ends<!-- a note --> here',
];

function pages(hasModule: boolean): Record<string, string> {
  const all: Record<string, string> = {};
  for (let i = 0; i < 40; i++) {
    const [a, b] = [VALUES[i % VALUES.length]!, VALUES[(i * 3 + 1) % VALUES.length]!];
    const image = i % 4 === 0 ? 'Fen.jpg' : '';
    const calls = [
      `{{Moor box|name=Page ${i}|image=${image}|kin=${a}|depth=${i}}}`,
      `{{Marsh box\n| name = Page ${i}\n| known = ${b}\n| image = ${image}\n| home = ${a}\n}}`,
      `{{Reed box|title=Page ${i}|land=${a}|fame=${b}|picture=${image}}}`,
      `{{Bog box|name=Page ${i}|rank=${a}|seat=${b}|image=${image}}}`,
    ];
    const call = calls[i % (hasModule ? 4 : 3)]!;
    all[`Page ${i}`] =
      `${call}\n'''Page ${i}''' is a wet place, number ${i} of this test.\n${STORY(i)}\n[[Category:Places]]`;
  }
  return all;
}

const facts = ({ title, infobox, image, extract, redirects, categories }: NativeRecord) => ({
  title,
  infobox,
  image: image?.replace(/^.*\/images\//, '') ?? null,
  extract,
  redirects,
  categories,
});

test('a crawl and a dump of one wiki agree on every field, and reading again changes nothing', async () => {
  const missing = await missingMediaWiki();
  if (missing !== null) {
    if (process.env['CI'] === 'true') throw new Error(missing);
    return console.warn(`Skipped: ${missing}`);
  }
  const lua = await findLua();
  const scribunto = `wfLoadExtension( 'Scribunto' );\n$wgScribuntoDefaultEngine = 'luastandalone';\n$wgScribuntoEngineConf['luastandalone']['luaPath'] = '${lua}';\n`;
  const wiki = await RealMediaWiki.start({
    // So that pages come in several answers.
    settings: `${OPEN_TO_ALL}$wgAPIMaxResultSize = 100000;\nwfLoadExtension( 'Cite' );\n${lua ? scribunto : ''}`,
  });
  const dir = await tempDir('agree');
  const lab = labFetch(wiki.host);
  try {
    // Before the pages: one rendered in the second of the upload would be kept as it was without the picture.
    await wiki.uploadFile('Fen.jpg', await jpeg('fen', 300, 200));
    if (lua) await wiki.edit('Module:Box', MODULE);
    for (const [title, text] of Object.entries({ ...TEMPLATES, ...pages(lua !== null) })) await wiki.edit(title, text);
    await wiki.edit('Other name', '#REDIRECT [[Page 7]]');
    await wiki.runJobs();
    const definition = labUniverse(wiki.api, null);
    let asked = 0;
    const counting: FetchText = (url, request) => {
      if (url.includes('pageids=')) asked++;
      return lab.fetchText(url, request);
    };
    const crawled = {
      ...labAccess(counting, systemClock),
      definition,
      cacheDir: `${dir.path}/crawl`,
      resume: false,
      allowShrink: false,
    };
    await crawlWiki(crawled);
    // Forty pages of one batch, of which some are long.
    expect(asked).toBeGreaterThan(2);
    await crawlWiki({ ...crawled, cacheDir: `${dir.path}/wikitext`, html: 'never' });
    const path = `${dir.path}/dump.xml`;
    await wiki.dump(path);
    const dumped = {
      path,
      definition,
      cacheDir: `${dir.path}/dump`,
      resume: false,
      allowShrink: false,
      continuities: null,
      articleText: 'full' as const,
    };
    await importDump(dumped);
    const [crawl, dump] = await Promise.all([readNative(crawled.cacheDir), readNative(dumped.cacheDir)]);
    expect(dump.records).toHaveLength(40);
    expect(dump.records.map(facts)).toEqual(crawl.records.map(facts));
    const texts = await readTexts(dumped.cacheDir);
    expect(texts.size).toBe(40);
    expect(await readTexts(`${dir.path}/wikitext`)).toEqual(texts);
    // Of the rendered page, the sections and their words are the same, whatever stands between them.
    const rendered = await readTexts(crawled.cacheDir);
    expect(outline(rendered)).toEqual(outline(texts));
    for (const cacheDir of [crawled.cacheDir, dumped.cacheDir]) {
      const before = [(await readNative(cacheDir)).records, await readTexts(cacheDir)];
      await reparse({ definition, cacheDir, articleText: 'full' });
      expect([(await readNative(cacheDir)).records, await readTexts(cacheDir)]).toEqual(before);
    }
  } finally {
    await lab.close();
    await wiki.stop();
    await dir.remove();
  }
});

/** The sections of each article, with the words that everybody sees. */
function outline(texts: ReadonlyMap<string, ArticleText>): unknown[] {
  return [...texts].map(([title, { sections }]) => [
    title,
    sections.map(({ level, heading, anchor, text }) => [
      level,
      heading,
      anchor,
      plainText(text).match(/[\p{L}\p{N}]+/gu),
    ]),
  ]);
}

/** Scribunto needs a Lua of its own; without one, templates alone are compared. */
async function findLua(): Promise<string | null> {
  for (const name of ['lua5.1', 'luajit']) {
    const found = await promisify(execFile)('which', [name]).then(
      ({ stdout }) => stdout.trim(),
      () => null,
    );
    if (found) return found;
  }
  console.warn('Infoboxes of modules are left out: Scribunto needs apt-get install lua5.1');
  return null;
}

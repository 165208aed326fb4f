import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export interface DumpPageSpec {
  title: string;
  ns?: number;
  text?: string;
  redirect?: string;
  id?: number;
  timestamp?: string;
  deleted?: boolean;
  model?: string;
  /** Older revisions, before the last one. */
  history?: string[];
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const DUMP_HEAD = `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo><sitename>Testipedia</sitename><dbname>testwars</dbname><base>https://testwars.fandom.com/wiki/Main_Page</base>
    <generator>MediaWiki 1.43.1</generator><case>first-letter</case>
    <namespaces><namespace key="0" case="first-letter"/><namespace key="6" case="first-letter">File</namespace>
    <namespace key="10" case="first-letter">Template</namespace><namespace key="14" case="first-letter">Category</namespace></namespaces></siteinfo>
`;

/** One `<page>` as MediaWiki exports it. */
export function pageXml(spec: DumpPageSpec, number: number): string {
  const id = spec.id ?? number;
  const revision = (
    text: string,
    revid: number,
    timestamp: string,
  ) => `<revision><id>${revid}</id><parentid>1</parentid><timestamp>${timestamp}</timestamp>
      <contributor><username>Editor &amp; co</username><id>7</id></contributor><minor/><comment>c</comment><model>${spec.model ?? 'wikitext'}</model><format>text/x-wiki</format>
      ${spec.deleted ? '<text bytes="0" deleted="deleted"/>' : `<text bytes="${text.length}" xml:space="preserve">${escape(text)}</text>`}<sha1>x</sha1></revision>`;
  const redirect = spec.redirect === undefined ? '' : `<redirect title="${escape(spec.redirect)}"/>`;
  const text = spec.text ?? (spec.redirect === undefined ? '' : `#REDIRECT [[${spec.redirect}]]`);
  const old = (spec.history ?? []).map((body, i) => revision(body, number * 100 + i, `2020-01-0${i + 1}T00:00:00Z`));
  return `  <page><title>${escape(spec.title)}</title><ns>${spec.ns ?? 0}</ns><id>${id}</id>${redirect}${old.join('')}${revision(
    text,
    number * 100 + 99,
    spec.timestamp ?? '2026-08-01T00:00:00Z',
  )}</page>\n`;
}

export function dumpXml(pages: readonly DumpPageSpec[]): string {
  return `${DUMP_HEAD}${pages.map((page, i) => pageXml(page, i + 1)).join('')}</mediawiki>\n`;
}

/** Writes a dump of any size without holding it; returns its bytes. */
export async function writeDump(path: string, pages: Iterable<DumpPageSpec>): Promise<number> {
  const file = createWriteStream(path);
  let bytes = 0;
  const write = async (text: string) => {
    bytes += Buffer.byteLength(text);
    if (!file.write(text)) await once(file, 'drain');
  };
  await write(DUMP_HEAD);
  let number = 0;
  for (const page of pages) await write(pageXml(page, ++number));
  await write('</mediawiki>\n');
  file.end();
  await once(file, 'finish');
  return bytes;
}

const REGIONS = ['Outer Rim Territories', 'Mid Rim', 'Core Worlds'];

/** An article as long as the average of a big wiki, with the pages that surround it there. */
export function* bulkPages(articles: number): Generator<DumpPageSpec> {
  yield {
    title: 'Template:CelestialBody',
    ns: 10,
    text: '<infobox><title source="name"/><image source="image"/><data source="region"><label>[[Region]]</label></data><data source="system"><label>System</label></data><data source="moons"><label>Moons</label></data></infobox>',
  };
  for (let i = 0; i < articles; i++) {
    const body = `The world of '''World ${i}''' was known for its [[spice|spices]] and its [[City ${i % 97}|cities]].<ref name="r${i}">{{Databank|world|World}}</ref> `;
    yield {
      title: `World ${i}`,
      text: `{{Top|tor}}\n{{CelestialBody\n|image=[[File:World ${i}.png|250px]]\n|name=World ${i}\n|region=*[[${REGIONS[i % 3]}]]<ref name="a" />\n**[[Reach ${i % 31}]]{{C|disputed}}\n|system=[[System ${i % 1013}]]\n|moons=[[Moon ${i}a]]<br />[[Moon ${i}b]]\n}}\n'''World ${i}''' was a [[planet]] in the [[${REGIONS[i % 3]}]].<ref>{{Cite|x}}</ref> It had moons.\n\n==History==\n${body.repeat(30)}\n\n==Sources==\n*{{Databank|a|b}}\n{{Reflist}}\n[[Category:Planets]]\n[[Category:Worlds of reach ${i % 31}]]\n`,
    };
    if (i % 3 === 0) yield { title: `Planet ${i}`, redirect: `World ${i}` };
    if (i % 2 === 0) yield { title: `Talk:World ${i}`, ns: 1, text: `== Talk ==\n${'blah blah '.repeat(150)}` };
  }
}

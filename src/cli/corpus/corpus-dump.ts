import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { labelKey } from '../../universe/label';
import type { InventedArticle, InventedField } from './invent-article';
import { KINDS } from './kinds';
import { toWikitextBlock, toWikitextSections } from './render-text';

const FIRST_TEMPLATE_ID = 900_000_001;
const FIRST_REDIRECT_ID = 1_000_000_001;
const WRITTEN_AT = '2025-01-01T00:00:00Z';

export interface CorpusDumpOptions {
  /** `.xml`, or `.xml.gz`. */
  path: string;
  universe: string;
  base: string;
  articles: Iterable<{ article: InventedArticle; imageName: string | null }>;
  signal?: AbortSignal;
}

/** Writes the invented universe as a MediaWiki export; the file appears whole or not at all. */
export async function writeCorpusDump(options: CorpusDumpOptions): Promise<void> {
  const unfinished = `${options.path}.part-${randomBytes(8).toString('hex')}`;
  const gzip = options.path.endsWith('.gz') ? [createGzip()] : [];
  try {
    const source = Readable.from(chunks(dumpPages(options)));
    await pipeline([source, ...gzip, createWriteStream(unfinished, { flags: 'wx' })], { signal: options.signal });
    await rename(unfinished, options.path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Joins small pieces, so that a stream is not asked for each of them. */
function* chunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 1 << 16) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function* dumpPages({ universe, base, articles }: CorpusDumpOptions): Generator<string> {
  yield head(universe, base);
  let id = FIRST_TEMPLATE_ID;
  for (const { type, fields } of KINDS) {
    if (type === '') continue;
    const text = infoboxTemplate(fields.map(({ label }) => label));
    yield page({
      title: `Template:${type.replaceAll('_', ' ')}`,
      ns: 10,
      id,
      revid: id++,
      timestamp: WRITTEN_AT,
      text,
    });
  }
  let redirectId = FIRST_REDIRECT_ID;
  for (const { article, imageName } of articles) {
    const { title, pageid, revid, timestamp } = article;
    yield page({ title, ns: 0, id: pageid, revid, timestamp, text: toWikitext(article, imageName) });
    for (const from of article.redirects) {
      const text = `#REDIRECT [[${title}]]`;
      yield page({ title: from, ns: 0, id: redirectId, revid: redirectId++, timestamp, text, redirect: title });
    }
  }
  yield '</mediawiki>\n';
}

function head(universe: string, base: string): string {
  return `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>${escapeXml(universe)}</sitename>
    <dbname>${escapeXml(universe)}</dbname>
    <base>${escapeXml(base)}Main_Page</base>
    <generator>MediaWiki 1.43.1</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter"/>
      <namespace key="6" case="first-letter">File</namespace>
      <namespace key="10" case="first-letter">Template</namespace>
      <namespace key="14" case="first-letter">Category</namespace>
    </namespaces>
  </siteinfo>
`;
}

interface DumpPage {
  title: string;
  ns: number;
  id: number;
  revid: number;
  timestamp: string;
  text: string;
  redirect?: string;
}

function page({ title, ns, id, revid, timestamp, text, redirect }: DumpPage): string {
  const sha1 = base36(createHash('sha1').update(text).digest('hex'));
  return `  <page>
    <title>${escapeXml(title)}</title>
    <ns>${ns}</ns>
    <id>${id}</id>
${redirect === undefined ? '' : `    <redirect title="${escapeXml(redirect)}" />\n`}    <revision>
      <id>${revid}</id>
      <timestamp>${timestamp}</timestamp>
      <contributor><username>Inventor</username><id>1</id></contributor>
      <origin>${revid}</origin>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text bytes="${Buffer.byteLength(text)}" sha1="${sha1}" xml:space="preserve">${escapeXml(text)}</text>
      <sha1>${sha1}</sha1>
    </revision>
  </page>
`;
}

/** MediaWiki writes sha1 sums in base 36, 31 digits. */
function base36(hex: string): string {
  return BigInt(`0x${hex}`).toString(36).padStart(31, '0');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function infoboxTemplate(labels: readonly string[]): string {
  const rows = labels.map((label) => `<data source="${labelKey(label)}"><label>${label}</label></data>`);
  return `<infobox><title source="name"/><image source="image"/>${rows.join('')}</infobox>`;
}

/** The article as editors write it: an infobox template, the text (it begins with the title), categories. */
function toWikitext(article: InventedArticle, imageName: string | null): string {
  const { type, title, fields, extract, categories, text } = article;
  const lead = text?.sections[0]?.blocks.map(toWikitextBlock).join('\n\n') ?? extract;
  const lines = [`{{Top${categories.includes('Legends articles') ? '|leg' : ''}}}`];
  if (type !== null) {
    const [name, ...others] = fields;
    lines.push(`{{${type}`);
    if (imageName !== null) lines.push(`|image=[[File:${imageName}]]`);
    lines.push(`|name=${name?.values[0]?.text ?? title}`, ...others.map(toParameter), '}}');
  }
  if (lead !== null) lines.push(`'''${title}'''${lead.slice(title.length)}`);
  if (text) lines.push(toWikitextSections(text));
  const ofTemplates = new Set(['Canon articles', 'Legends articles']);
  const named = categories.filter((category) => !ofTemplates.has(category));
  return [...lines, '', ...named.map((category) => `[[Category:${category}]]`)].join('\n');
}

function toParameter({ label, values }: InventedField): string {
  const texts = values.map(({ text, target }) =>
    target === null ? text : text === target ? `[[${text}]]` : `[[${target}|${text}]]`,
  );
  const value = texts.length === 1 ? texts[0] : texts.map((text) => `\n*${text}`).join('');
  return `|${labelKey(label)}=${value}`;
}

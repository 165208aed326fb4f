import type { SaxesParser, SaxesTagPlain } from 'saxes';

/** The newest revision of a page of a dump. */
export interface DumpPage {
  title: string;
  namespace: number;
  pageid: number;
  /** Title of the page that this one redirects to. */
  redirect: string | null;
  revid: number | null;
  timestamp: string | null;
  model: string;
  /** null: suppressed, or not in the dump. */
  text: string | null;
}

/** A page that cannot be read, with the reason. */
export class BrokenPage extends Error {}

/** Reads one `<page>` with a SAX parser. Throws BrokenPage. */
export function parsePage(xml: string, Parser: typeof SaxesParser): DumpPage {
  const reader = new PageReader();
  const parser = new Parser();
  parser.on('opentag', (tag) => reader.open(tag));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('closetag', (tag) => reader.close(tag.name));
  parser.on('error', (error) => {
    throw new BrokenPage(error.message);
  });
  // Control characters are not XML, but dumps of old wikis hold them.

  parser.write(
    xml.replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|&#(?:x0*[0-8bcef]|x0*1[0-9a-f]|[0-8]|1[124-9]|2\d|3[01]);/gi,
      '\ufffd',
    ),
  );
  parser.close();
  return reader.page();
}

class PageReader {
  private readonly path: string[] = [];
  private words = '';
  private readonly facts = new Map<string, string>();
  private revision = new Map<string, string>();
  private newest = new Map<string, string>();
  private isDeleted = false;

  open(tag: SaxesTagPlain): void {
    this.path.push(tag.name);
    this.words = '';
    const where = this.path.join('/');
    if (where === 'page/redirect') this.facts.set('redirect', tag.attributes['title'] ?? '');
    else if (where === 'page/revision') this.revision = new Map();
    else if (where === 'page/revision/text') this.isDeleted = tag.attributes['deleted'] !== undefined;
  }

  text(text: string): void {
    this.words += text;
  }

  close(name: string): void {
    const where = this.path.join('/');
    this.path.pop();
    if (this.path.length === 1 && name !== 'revision' && name !== 'redirect') this.facts.set(name, this.words);
    else if (this.path.length === 2 && where.startsWith('page/revision/')) this.detail(name);
    else if (where === 'page/revision') this.endRevision();
  }

  page(): DumpPage {
    const title = this.facts.get('title')?.trim() ?? '';
    const pageid = Number(this.facts.get('id') ?? NaN);
    if (title === '') throw new BrokenPage('the page has no title');
    if (!Number.isSafeInteger(pageid) || pageid <= 0) throw new BrokenPage('the page has no id');
    const revid = Number(this.newest.get('id') ?? NaN);
    return {
      title,
      namespace: Number(this.facts.get('ns') ?? 0),
      pageid,
      redirect: this.facts.get('redirect') ?? null,
      revid: Number.isSafeInteger(revid) ? revid : null,
      timestamp: this.newest.get('timestamp')?.trim() ?? null,
      model: this.newest.get('model')?.trim() ?? 'wikitext',
      text: this.newest.get('text') ?? null,
    };
  }

  private detail(name: string): void {
    if (name === 'text' && this.isDeleted) return;
    this.revision.set(name, this.words);
  }

  private endRevision(): void {
    const isNewer = (this.revision.get('timestamp') ?? '') >= (this.newest.get('timestamp') ?? '');
    if (isNewer) this.newest = this.revision;
  }
}

/** What the head of a dump says of its wiki. */
export interface DumpSite {
  name: string;
  wikiId: string;
  /** Address of the main page. */
  base: string;
  namespaces: [key: number, name: string][];
}

/** Reads `<siteinfo>` from what stands before the first page. */
export function parseSite(head: string, decode: (text: string) => string): DumpSite {
  const value = (tag: string) => decode(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(head)?.[1] ?? '').trim();
  const namespaces = [...head.matchAll(/<namespace key="(-?\d+)"[^>]*?(?:\/>|>([^<]*)<)/g)].map(
    ([, key, name = '']): [number, string] => [Number(key), decode(name)],
  );
  return { name: value('sitename'), wikiId: value('dbname'), base: value('base'), namespaces };
}

import type { SaxesParser, SaxesTagPlain } from 'saxes';

/** The newest revision of a page of a dump that can be read. */
export interface DumpPage {
  title: string;
  /** null: not said; the title's prefix tells. */
  namespace: number | null;
  pageid: number;
  /** Title of the page that this one redirects to; empty where only that it redirects is said; null where nothing is. */
  redirect: string | null;
  revid: number | null;
  timestamp: string | null;
  model: string;
  /** null: not in the dump. */
  text: string | null;
  /** Why there is no text; null where there is. */
  textless: 'suppressed' | 'stub' | null;
}

/** A page that cannot be read, with the reason. */
export class BrokenPage extends Error {}

/** Nothing in an export is nested deeper. */
const DEEPEST = 30;
const NOT_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|[\ufffe\uffff]|&(?:#(?:x([0-9a-f]{1,8})|(\d{1,9}))|([a-z][a-z0-9]{0,40}));/gi;
const XML_NAMES = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** Reads one `<page>` with a SAX parser. Throws BrokenPage. */
export function parsePage(xml: string, Parser: typeof SaxesParser): DumpPage {
  const reader = new PageReader();
  const parser = new Parser();
  parser.on('opentag', (tag) => reader.open(tag));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('closetag', () => reader.close());
  parser.on('error', (error) => {
    throw new BrokenPage(error.message);
  });
  parser.write(xml.replace(NOT_XML, asXml));
  parser.close();
  return reader.page();
}

/** Dumps of old wikis hold control characters, references to what is no character, and names that only HTML knows. */
function asXml(match: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return XML_NAMES.has(name) ? match : `&amp;${name};`;
  if (hex === undefined && decimal === undefined) return match >= '\ufffe' ? '\ufffd' : ' ';
  return isXmlCharacter(hex === undefined ? Number(decimal) : parseInt(hex, 16)) ? match : '\ufffd';
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff && code <= 0x10ffff;
}

interface Revision {
  facts: Map<string, string>;
  isDeleted: boolean;
  isStub: boolean;
}

const newRevision = (): Revision => ({ facts: new Map(), isDeleted: false, isStub: false });

class PageReader {
  private readonly path: string[] = [];
  private words = '';
  private readonly facts = new Map<string, string>();
  private revision = newRevision();
  private newest: Revision | null = null;

  open(tag: SaxesTagPlain): void {
    if (this.path.length >= DEEPEST) throw new BrokenPage('its elements are nested too deeply');
    this.path.push(tag.name);
    this.words = '';
    const isRevision = this.path[1] === 'revision';
    if (this.path.length === 2 && tag.name === 'redirect') this.facts.set('redirect', tag.attributes['title'] ?? '');
    else if (this.path.length === 2 && isRevision) this.revision = newRevision();
    else if (this.path.length === 3 && isRevision && tag.name === 'text') this.openText(tag.attributes);
  }

  text(text: string): void {
    this.words += text;
  }

  close(): void {
    const name = this.path.pop() ?? '';
    const isInRevision = this.path[1] === 'revision';
    if (this.path.length === 2 && isInRevision) this.detail(name);
    else if (this.path.length === 1 && name === 'revision') this.endRevision();
    else if (this.path.length === 1 && name !== 'redirect') this.facts.set(name, this.words);
  }

  page(): DumpPage {
    const title = this.facts.get('title')?.trim() ?? '';
    const pageid = Number(this.facts.get('id') ?? NaN);
    if (title === '') throw new BrokenPage('it has no title');
    if (!Number.isSafeInteger(pageid) || pageid <= 0) throw new BrokenPage('it has no id');
    const { facts, isStub } = this.newest ?? newRevision();
    const revid = Number(facts.get('id') ?? NaN);
    const text = facts.get('text') ?? null;
    const namespace = this.facts.get('ns');
    return {
      title,
      namespace: namespace === undefined ? null : Number(namespace),
      pageid,
      redirect: this.facts.get('redirect') ?? null,
      revid: Number.isSafeInteger(revid) ? revid : null,
      timestamp: facts.get('timestamp')?.trim() ?? null,
      model: facts.get('model')?.trim() ?? 'wikitext',
      text,
      textless: text !== null ? null : isStub ? 'stub' : 'suppressed',
    };
  }

  private openText(attributes: Record<string, string>): void {
    const isDeleted = attributes['deleted'] !== undefined;
    const namesText = Number(attributes['bytes'] ?? 0) > 0 || attributes['location'] !== undefined;
    this.revision.isDeleted = isDeleted;
    this.revision.isStub = !isDeleted && namesText;
  }

  private detail(name: string): void {
    const { facts, isDeleted, isStub } = this.revision;
    if (name !== 'text') facts.set(name, this.words);
    // A stub names the length of its text and does not bring it.
    else if (!isDeleted && !(isStub && this.words === '')) facts.set(name, this.words);
  }

  /** A revision that can be read goes before one that cannot, then the newer one. */
  private endRevision(): void {
    const { newest, revision } = this;
    const isReadable = revision.facts.has('text');
    const isNewer = (revision.facts.get('timestamp') ?? '') >= (newest?.facts.get('timestamp') ?? '');
    if (!newest || (isReadable === newest.facts.has('text') ? isNewer : isReadable)) this.newest = revision;
  }
}

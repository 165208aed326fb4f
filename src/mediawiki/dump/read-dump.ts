import { Problem } from '../../problem/problem';
import { decodeEntities } from '../wikitext/entities';
import { namespaceOf, namespacesOf, type Namespaces } from '../wikitext/namespaces';
import { redirectTarget } from '../wikitext/redirect-text';
import { openDump } from './open-dump';
import { glanceNamespace, glanceTitle, PageSplitter, type RawPage } from './page-splitter';
import { BrokenPage, parsePage, type DumpPage } from './parse-page';
import { parseSite, type DumpSite } from './parse-site';

/** A page of which the namespace and the target of a redirect are known, whatever the age of the dump. */
export type KnownPage = DumpPage & { namespace: number };

export type DumpEvent =
  | { kind: 'site'; site: DumpSite }
  | { kind: 'page'; page: KnownPage; end: number }
  /** A page of a namespace that was not asked for. */
  | { kind: 'other'; end: number }
  | { kind: 'broken'; title: string; reason: string; end: number };

export interface ReadDumpOptions {
  /** Namespaces whose pages are read; all others are passed over. */
  namespaces: ReadonlySet<number>;
  /** Names of further ones, which hold articles. */
  articleNamespaces: readonly string[];
  /** Byte of the XML behind the last page that is already known, and what the dump's head said; null for the whole. */
  known?: { end: number; site: DumpSite | null } | null;
  onBytes?: (count: number) => void;
}

/** The names of a dump's namespaces; those that hold articles are none. */
export function dumpNamespaces(site: DumpSite | null, articleNamespaces: readonly string[]): Namespaces {
  const { namespaces, language, isCaseSensitive } = site ?? {};
  return namespacesOf(namespaces, { language, isCaseSensitive, articleNamespaces });
}

/**
 * Streams the pages of a MediaWiki XML export. A page that is broken is told and passed over; a dump that ends in the
 * middle, or is no dump, throws a Problem.
 */
export async function* readDump(path: string, options: ReadDumpOptions): AsyncGenerator<DumpEvent, void, void> {
  const { SaxesParser } = await import('saxes');
  const from = options.known?.end ?? 0;
  const splitter = new PageSplitter(from);
  let reader = from > 0 ? new RawPageReader(options.known?.site ?? null, options, SaxesParser) : null;
  try {
    for await (const chunk of openDump(path, from, options.onBytes ?? (() => undefined))) {
      for (const raw of splitter.push(chunk)) {
        if (!reader) {
          const site = readSite(splitter.head ?? '');
          yield { kind: 'site', site };
          reader = new RawPageReader(site, options, SaxesParser);
        }
        yield reader.read(raw);
      }
      if (!reader && splitter.head !== null) readSite(splitter.head);
    }
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(error);
  }
  checkEnd(splitter, reader !== null);
}

/** Reads the pages of one dump. */
class RawPageReader {
  private readonly names: Namespaces;
  private readonly wanted: ReadonlySet<number>;

  constructor(
    site: DumpSite | null,
    { namespaces, articleNamespaces }: ReadDumpOptions,
    private readonly Parser: Parameters<typeof parsePage>[1],
  ) {
    this.names = dumpNamespaces(site, articleNamespaces);
    const articles = new Set(articleNamespaces.map((name) => name.toLowerCase()));
    const further = (site?.namespaces ?? []).filter(([, name]) => articles.has(name.toLowerCase()));
    this.wanted = new Set([...namespaces, ...further.map(([key]) => key)]);
  }

  read({ xml, fault, end }: RawPage): DumpEvent {
    if (fault !== null) return { kind: 'broken', title: glanceTitle(xml), reason: fault, end };
    const glanced = glanceNamespace(xml);
    if (glanced !== null && !this.wanted.has(glanced)) return { kind: 'other', end };
    try {
      const page = this.complete(parsePage(xml.toString('utf8'), this.Parser));
      return this.wanted.has(page.namespace) ? { kind: 'page', page, end } : { kind: 'other', end };
    } catch (error) {
      if (!(error instanceof BrokenPage)) throw error;
      return { kind: 'broken', title: glanceTitle(xml), reason: error.message, end };
    }
  }

  /** Exports before 0.5 name no namespace, and those before 0.6 no target of a redirect: title and text tell them. */
  private complete(page: DumpPage): KnownPage {
    const namespace = page.namespace ?? namespaceOf(page.title, this.names).namespace;
    const target = page.redirect || redirectTarget(page.text ?? '', page.redirect !== null);
    return { ...page, namespace, redirect: target };
  }
}

function readSite(head: string): DumpSite {
  if (!/<mediawiki[\s>]/.test(head)) throw notADump(head);
  return parseSite(head, decodeEntities);
}

function checkEnd(splitter: PageSplitter, isSiteKnown: boolean): void {
  const { start, isWhole } = splitter.finish();
  if (!isSiteKnown && !/<mediawiki[\s>]/.test(splitter.head ?? start)) throw notADump(splitter.head ?? start);
  if (isWhole) return;
  throw new Problem('CONFLICT', 'The dump ends in the middle: it was not downloaded whole. Nothing was changed.');
}

/** What other files begin with, in words for whoever took one of them for a dump. */
const OTHERS: [RegExp, string][] = [
  [/^PK\u0003\u0004/, 'a ZIP archive'],
  [/^Rar!/, 'a RAR archive'],
  [/^\(\ufffd\/\ufffd/, 'a zstd archive: unpack it with "zstd -d"'],
  [/^\ufffd?7zXZ/, 'an xz archive: unpack it with "xz -d"'],
  [/^%PDF/, 'a PDF file'],
  [/^SQLite format 3/, 'an SQLite database'],
  [/^\s*(?:<!doctype html|<html)/i, 'a web page, perhaps an error page that was saved as the dump'],
  [/^\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF)[\s>]/i, 'a news feed'],
  [/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]{0,500}?-->\s*)?<[a-z]/i, 'XML of another program'],
  [/^\s*[{[]/, 'JSON'],
  [/^\s*(?:--|\/\*|CREATE TABLE|INSERT INTO|DROP TABLE)/i, 'an SQL dump'],
];

function notADump(head: string): Problem {
  const what = head.trim() === '' ? 'empty' : OTHERS.find(([pattern]) => pattern.test(head))?.[1];
  const words = what === undefined ? '' : ` It is ${what}.`;
  return new Problem('CONFLICT', `This is no MediaWiki XML export.${words} Nothing was changed.`);
}

function unreadable(error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const words = code.startsWith('Z_') ? 'the packed file is broken or cut short' : (error as Error).message;
  return new Problem('CONFLICT', `The dump cannot be read: ${words}. Nothing was changed.`, {}, { cause: error });
}

import { Problem } from '../../problem/problem';
import { decodeEntities } from '../wikitext/entities';
import { openDump } from './open-dump';
import { glanceNamespace, PageSplitter } from './page-splitter';
import { BrokenPage, parsePage, parseSite, type DumpPage, type DumpSite } from './parse-page';

export type DumpEvent =
  | { kind: 'site'; site: DumpSite }
  | { kind: 'page'; page: DumpPage; end: number }
  /** A page of a namespace that was not asked for. */
  | { kind: 'other'; end: number }
  | { kind: 'broken'; reason: string; end: number };

export interface ReadDumpOptions {
  /** Namespaces whose pages are read; all others are passed over. */
  namespaces: ReadonlySet<number>;
  /** Byte of the XML behind the last page that is already known; 0 for the whole. */
  from?: number;
  onBytes?: (count: number) => void;
}

/**
 * Streams the pages of a MediaWiki XML export. A page that is broken is told and passed over; a dump that ends in the
 * middle, or is no dump, throws a Problem.
 */
export async function* readDump(path: string, options: ReadDumpOptions): AsyncGenerator<DumpEvent, void, void> {
  const { SaxesParser } = await import('saxes');
  const from = options.from ?? 0;
  const splitter = new PageSplitter(from);
  let isSiteKnown = from > 0;
  try {
    for await (const chunk of openDump(path, from, options.onBytes ?? (() => undefined))) {
      for (const { xml, end } of splitter.push(chunk)) {
        if (!isSiteKnown) yield { kind: 'site', site: readSite(splitter.head ?? '') };
        isSiteKnown = true;
        if (xml === null) yield { kind: 'broken', reason: 'the page is larger than 64 MB', end };
        else yield readPage(xml, end, options.namespaces, SaxesParser);
      }
    }
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(error);
  }
  checkEnd(splitter, isSiteKnown);
}

function readPage(
  xml: Buffer,
  end: number,
  namespaces: ReadonlySet<number>,
  Parser: Parameters<typeof parsePage>[1],
): DumpEvent {
  const glanced = glanceNamespace(xml);
  if (glanced !== null && !namespaces.has(glanced)) return { kind: 'other', end };
  try {
    const page = parsePage(xml.toString('utf8'), Parser);
    return namespaces.has(page.namespace) ? { kind: 'page', page, end } : { kind: 'other', end };
  } catch (error) {
    if (!(error instanceof BrokenPage)) throw error;
    return { kind: 'broken', reason: error.message, end };
  }
}

function readSite(head: string): DumpSite {
  if (!head.includes('<mediawiki')) throw notADump();
  return parseSite(head, decodeEntities);
}

function checkEnd(splitter: PageSplitter, isSiteKnown: boolean): void {
  const { rest, isInPage } = splitter.finish();
  if (!isSiteKnown && !rest.includes('<mediawiki')) throw notADump();
  if (!isInPage && rest.includes('</mediawiki>')) return;
  throw new Problem('CONFLICT', 'The dump ends in the middle: it was not downloaded whole. Nothing was changed.');
}

function notADump(): Problem {
  return new Problem('CONFLICT', 'This is no MediaWiki XML export. Nothing was changed.');
}

function unreadable(error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const words = code.startsWith('Z_') ? 'the packed file is broken or cut short' : (error as Error).message;
  return new Problem('CONFLICT', `The dump cannot be read: ${words}. Nothing was changed.`, {}, { cause: error });
}

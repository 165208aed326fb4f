import { createHash } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../problem/problem';
import type { HarvestedArticle } from '../harvest';
import { INFOBOX_PARSER_VERSION } from '../infobox/raw-infobox';
import type { RawContext } from '../infobox/read-raw';
import { Spool } from '../spool';
import { readState, writeState } from '../state-file';
import { readArticleWikitext } from '../wikitext/article-wikitext';
import type { Continuity } from '../wikitext/continuity';
import { parseInfoboxDefinition } from '../wikitext/infobox-definitions';
import { namespacesOf, type Namespaces } from '../wikitext/namespaces';
import { readWikitextText } from '../wikitext/render-value';
import { DumpArticles, type SpooledArticle, type SpooledRedirect, type SpooledTemplate } from './dump-articles';
import type { DumpPage, DumpSite } from './parse-page';
import { readDump } from './read-dump';

export interface DumpImportOptions {
  path: string;
  /** Private folder for what is read so far; emptied when a new import begins. */
  workDir: string;
  /** Go on where an interrupted import of the same dump stopped. */
  resume: boolean;
  /** Whether articles of a continuity are taken; null is a wiki without continuities. */
  takes: (continuity: Continuity | null) => boolean;
  /** Names of infobox templates that are known without their definition, as `keyOf` spells them. */
  infoboxKinds: ReadonlySet<string>;
  /** Address of an article, `$1` for its title; null: as the dump says. */
  articleUrl: string | null;
  signal?: AbortSignal;
  onProgress?: (progress: DumpProgress) => void;
}

export interface DumpProgress {
  /** Bytes of the file read by this run, or null where a program unpacks it. */
  fileBytes: number | null;
  /** Bytes of XML read so far. */
  xmlBytes: number;
  pages: number;
  articles: number;
}

interface ImportState {
  version: string;
  dump: string;
  /** Byte of the XML behind the last page that is in the spools. */
  end: number;
  articleBytes: number;
  otherBytes: number;
  site: DumpSite | null;
  newest: string;
  counts: DumpCounts;
}

export interface DumpCounts {
  pages: number;
  redirects: number;
  templates: number;
  /** Pages that could not be read. */
  broken: number;
  /** Articles left out: another continuity, a disambiguation page, no text. */
  leftOut: number;
}

const CHECKPOINT_PAGES = 5000;
const NAMESPACES = new Set([0, 10]);
const VERSION = `1.${INFOBOX_PARSER_VERSION}`;

/**
 * Reads a dump in one pass into a private spool, from which the articles are then made in order of their ids: what an
 * article needs from others (redirects, template definitions) may stand anywhere in a dump. Memory holds positions,
 * redirects and one page.
 */
export class DumpImport {
  private state: ImportState;

  private constructor(
    private readonly options: DumpImportOptions,
    state: ImportState,
    private readonly articleSpool: Spool<SpooledArticle>,
    private readonly otherSpool: Spool<SpooledTemplate | SpooledRedirect>,
  ) {
    this.state = state;
  }

  static async open(options: DumpImportOptions): Promise<DumpImport> {
    const dump = await identityOf(options.path);
    const found = options.resume ? await readState<ImportState>(join(options.workDir, 'state.json')) : null;
    const isSame = found !== null && found.dump === dump && found.version === VERSION;
    const state = isSame ? found : freshState(dump);
    if (!isSame) await rm(options.workDir, { recursive: true, force: true });
    await mkdir(options.workDir, { recursive: true });
    const articles = await Spool.open<SpooledArticle>(
      join(options.workDir, 'articles'),
      ({ p }) => p,
      state.articleBytes,
    );
    const others = await Spool.open<SpooledTemplate | SpooledRedirect>(
      join(options.workDir, 'others'),
      ({ p }) => p,
      state.otherBytes,
    );
    return new DumpImport(options, state, articles, others);
  }

  /** Reads what is not read yet. Throws a Problem where the dump is broken or ends early; interrupted, it can go on. */
  async read(): Promise<void> {
    const namespaces = this.namespaces();
    let sinceCheckpoint = 0;
    let fileBytes = 0;
    const onBytes = (count: number) => (fileBytes += count);
    for await (const event of readDump(this.options.path, { namespaces: NAMESPACES, from: this.state.end, onBytes })) {
      if (event.kind === 'site') {
        this.state.site = event.site;
        Object.assign(namespaces, this.namespaces());
        continue;
      }
      if (event.kind === 'page') await this.take(event.page, namespaces);
      else if (event.kind === 'broken') this.state.counts.broken++;
      this.state.counts.pages++;
      this.state.end = event.end;
      if (++sinceCheckpoint < CHECKPOINT_PAGES) continue;
      sinceCheckpoint = 0;
      await this.checkpoint(fileBytes);
    }
    await this.checkpoint(fileBytes);
  }

  /** The articles in order of their page ids; the same dump gives the same articles. */
  articles(): AsyncGenerator<HarvestedArticle, void, void> {
    return this.made().articles();
  }

  /** What a later parser needs beside the raw infoboxes. */
  async context(): Promise<RawContext> {
    return this.made().context();
  }

  get counts(): DumpCounts {
    return this.state.counts;
  }

  get articleCount(): number {
    return this.articleSpool.size;
  }

  get site(): DumpSite | null {
    return this.state.site;
  }

  /** Time of the newest revision: what the dump speaks of. */
  get newest(): string {
    return this.state.newest;
  }

  async close(): Promise<void> {
    await this.articleSpool.close();
    await this.otherSpool.close();
  }

  /** Removes the private files of a finished import. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.options.workDir, { recursive: true, force: true });
  }

  private made(): DumpArticles {
    const { articleUrl, infoboxKinds } = this.options;
    return new DumpArticles(this.articleSpool, this.otherSpool, {
      site: this.state.site,
      articleUrl,
      infoboxKinds,
      namespaces: this.namespaces(),
    });
  }

  private namespaces(): Namespaces {
    return namespacesOf(this.state.site?.namespaces);
  }

  private async take(page: DumpPage, namespaces: Namespaces): Promise<void> {
    if ((page.timestamp ?? '') > this.state.newest) this.state.newest = page.timestamp ?? '';
    if (page.redirect !== null) return this.takeRedirect(page);
    if (page.namespace === 10) return this.takeTemplate(page, namespaces);
    const isArticle = page.namespace === 0 && page.text !== null && page.model === 'wikitext';
    const article = isArticle
      ? readArticleWikitext(page.title, page.text ?? '', { namespaces, articlePath: '/wiki/$1' })
      : null;
    if (!article || article.isDisambiguation || !this.options.takes(article.continuity)) {
      this.state.counts.leftOut++;
      return;
    }
    const { pageid, title, revid, timestamp } = page;
    const { categories, extract, continuity, imageName, candidates } = article;
    await this.articleSpool.append({
      p: pageid,
      t: title,
      r: revid,
      s: timestamp,
      c: categories,
      x: extract,
      k: continuity,
      m: imageName,
      i: candidates,
    });
  }

  private async takeRedirect(page: DumpPage): Promise<void> {
    this.state.counts.redirects++;
    await this.otherSpool.append({ p: page.pageid, n: page.namespace, from: page.title, to: page.redirect ?? '' });
  }

  private async takeTemplate(page: DumpPage, namespaces: Namespaces): Promise<void> {
    const name = page.title.slice(page.title.indexOf(':') + 1);
    const toText = (label: string) => readWikitextText(label, { namespaces, articlePath: '/wiki/$1' });
    const definition = parseInfoboxDefinition(name, page.text ?? '', toText);
    if (!definition) return;
    this.state.counts.templates++;
    const { labels, images } = definition;
    await this.otherSpool.append({ p: page.pageid, name, labels: [...labels], images: [...images] });
  }

  private async checkpoint(fileBytes: number): Promise<void> {
    this.state.articleBytes = await this.articleSpool.sync();
    this.state.otherBytes = await this.otherSpool.sync();
    await writeState(join(this.options.workDir, 'state.json'), this.state);
    this.options.onProgress?.({
      fileBytes: fileBytes > 0 ? fileBytes : null,
      xmlBytes: this.state.end,
      pages: this.state.counts.pages,
      articles: this.articleSpool.size,
    });
    if (this.options.signal?.aborted) {
      throw new Problem('CONFLICT', 'The import was interrupted. Repeat with --resume to go on.');
    }
  }
}

function freshState(dump: string): ImportState {
  const counts = { pages: 0, redirects: 0, templates: 0, broken: 0, leftOut: 0 };
  return { version: VERSION, dump, end: 0, articleBytes: 0, otherBytes: 0, site: null, newest: '', counts };
}

/** Tells one dump from another: its size, its beginning and its end. */
async function identityOf(path: string): Promise<string> {
  const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      'BAD_REQUEST',
      error.code === 'ENOENT' ? `There is no file ${path}.` : 'The dump cannot be opened.',
    );
  });
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256').update(String(size));
    for (const at of [0, Math.max(0, size - 65_536)]) {
      const piece = Buffer.alloc(65_536);
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      hash.update(piece.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

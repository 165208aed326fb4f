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
import { disambiguationTemplates } from '../wikitext/disambiguation';
import type { InfoboxKinds } from '../wikitext/infobox-candidates';
import { MEDIAWIKI, namespaceOf, TEMPLATE, type Namespaces } from '../wikitext/namespaces';
import { readTemplatePage } from '../wikitext/template-page';
import type { ParameterRules } from '../wikitext/wikitext-infobox';
import type { ImageStore } from '../image-address';
import { DumpArticles, type SpooledArticle, type SpooledOther } from './dump-articles';
import type { DumpSite } from './parse-site';
import { dumpNamespaces, readDump, type KnownPage } from './read-dump';

export interface DumpImportOptions {
  path: string;
  /** Private folder for what is read so far; emptied when a new import begins. */
  workDir: string;
  /** Go on where an interrupted import of the same dump stopped. */
  resume: boolean;
  /** Whether articles of a continuity are taken; null is a wiki without continuities. */
  takes: (continuity: Continuity | null) => boolean;
  infoboxKinds: InfoboxKinds;
  parameters: ParameterRules;
  /** Names of the namespaces that hold articles beside the main one. */
  articleNamespaces: readonly string[];
  /** Where the wiki's pictures lie; null: as the dump says. */
  imageStore: ImageStore | null;
  /** Address of an article, `$1` for its title; null: as the dump says. */
  articleUrl: string | null;
  /** Whether the articles' texts are kept. */
  withTexts: boolean;
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
  withTexts: boolean;
  /** Byte of the XML behind the last page that is in the spools. */
  end: number;
  articleBytes: number;
  otherBytes: number;
  site: DumpSite | null;
  newest: string;
  counts: DumpCounts;
  failures: DumpFailure[];
}

export interface DumpCounts {
  pages: number;
  redirects: number;
  templates: number;
  /** Pages that could not be read. */
  broken: number;
  /** Pages left out: another continuity, a disambiguation page, the main page, a text that is not there. */
  leftOut: number;
  /** Articles with a text, and those of which the dump names its length alone. */
  texts: number;
  stubs: number;
}

/** A page that could not be read, and why. */
export interface DumpFailure {
  title: string;
  reason: string;
}

const CHECKPOINT_PAGES = 5000;
const NAMESPACES = new Set([0, MEDIAWIKI, TEMPLATE]);
/** As many failures are kept with their titles; all are counted. */
const MOST_FAILURES = 1000;
const SUPPRESSED = 'its text is suppressed in every revision';
const VERSION = `3.${INFOBOX_PARSER_VERSION}`;

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
    private readonly otherSpool: Spool<SpooledOther>,
  ) {
    this.state = state;
  }

  static async open(options: DumpImportOptions): Promise<DumpImport> {
    const dump = await identityOf(options.path);
    const found = options.resume ? await readState<ImportState>(join(options.workDir, 'state.json')) : null;
    const { withTexts } = options;
    const isSame = found?.dump === dump && found.version === VERSION && found.withTexts === withTexts;
    const state = isSame ? found : freshState(dump, withTexts);
    if (!isSame) await rm(options.workDir, { recursive: true, force: true });
    await mkdir(options.workDir, { recursive: true });
    const articles = await Spool.open<SpooledArticle>(
      join(options.workDir, 'articles'),
      ({ p }) => p,
      state.articleBytes,
    );
    const others = await Spool.open<SpooledOther>(join(options.workDir, 'others'), ({ p }) => p, state.otherBytes);
    return new DumpImport(options, state, articles, others);
  }

  /** Reads what is not read yet. Throws a Problem where the dump is broken or ends early; interrupted, it can go on. */
  async read(): Promise<void> {
    const { end, site } = this.state;
    const { articleNamespaces } = this.options;
    let names = dumpNamespaces(site, articleNamespaces);
    let sinceCheckpoint = 0;
    let fileBytes = 0;
    const onBytes = (count: number) => (fileBytes += count);
    const known = { end, site };
    for await (const event of readDump(this.options.path, {
      namespaces: NAMESPACES,
      articleNamespaces,
      known,
      onBytes,
    })) {
      if (event.kind === 'site') {
        this.state.site = event.site;
        names = dumpNamespaces(event.site, articleNamespaces);
        continue;
      }
      if (event.kind === 'page') await this.take(event.page, names);
      else if (event.kind === 'broken') this.broken(event);
      this.state.counts.pages++;
      this.state.end = event.end;
      if (++sinceCheckpoint < CHECKPOINT_PAGES && !this.options.signal?.aborted) continue;
      sinceCheckpoint = 0;
      await this.checkpoint(fileBytes);
    }
    await this.checkpoint(fileBytes);
    this.refuseWithoutText();
  }

  private broken({ title, reason }: DumpFailure): void {
    this.state.counts.broken++;
    if (this.state.failures.length < MOST_FAILURES) this.state.failures.push({ title, reason });
  }

  /** A dump of stubs would replace articles by empty ones. */
  private refuseWithoutText(): void {
    const { texts, stubs } = this.state.counts;
    if (stubs > texts) {
      throw new Problem(
        'CONFLICT',
        'This is a stub dump: it names the pages and leaves out their text. Take the dump called pages-articles, pages-current or pages-full. Nothing was changed.',
      );
    }
    const hasSuppressed = this.state.failures.some(({ reason }) => reason === SUPPRESSED);
    if (texts === 0 && hasSuppressed)
      throw new Problem('CONFLICT', 'Not one article of this dump has a text that can be read. Nothing was changed.');
  }

  /** The articles in order of their page ids; the same dump gives the same articles. */
  async *articles(): AsyncGenerator<HarvestedArticle, void, void> {
    const made = this.made();
    yield* made.articles();
    this.state.counts.leftOut += made.leftOut;
  }

  /** What a later parser needs beside the raw infoboxes. */
  async context(): Promise<RawContext> {
    return this.made().context();
  }

  get failures(): readonly DumpFailure[] {
    return this.state.failures;
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
    const { articleUrl, articleNamespaces, imageStore, infoboxKinds, parameters } = this.options;
    return new DumpArticles(this.articleSpool, this.otherSpool, {
      site: this.state.site,
      articleUrl,
      imageStore,
      infoboxKinds,
      parameters,
      articleNamespaces,
      namespaces: dumpNamespaces(this.state.site, articleNamespaces),
    });
  }

  private async take(page: KnownPage, names: Namespaces): Promise<void> {
    if ((page.timestamp ?? '') > this.state.newest) this.state.newest = page.timestamp ?? '';
    if (await this.isOlderPiece(page)) return;
    if (page.redirect !== null) return this.takeRedirect(page);
    if (page.namespace === TEMPLATE) return this.takeTemplate(page, names);
    if (page.namespace === MEDIAWIKI) return this.takeList(page, names);
    return this.takeArticle(page, names);
  }

  /** Long histories come in pieces, each as a page of its own: the newest revision counts. */
  private async isOlderPiece({ pageid, timestamp }: KnownPage): Promise<boolean> {
    const known = this.articleSpool.has(pageid)
      ? await this.articleSpool.get(pageid)
      : this.otherSpool.has(pageid)
        ? await this.otherSpool.get(pageid)
        : null;
    return (known?.s ?? '') > (timestamp ?? '');
  }

  private async takeArticle(page: KnownPage, namespaces: Namespaces): Promise<void> {
    const { pageid, title, revid, timestamp, text, model } = page;
    if (text === null) return this.takeTextless(page);
    this.state.counts.texts++;
    const article = model === 'wikitext' ? readArticleWikitext(title, text, { namespaces }) : null;
    if (!article || !this.options.takes(article.continuity)) {
      this.state.counts.leftOut++;
      return;
    }
    const { categories, extract, continuity, imageName, candidates, disambiguation } = article;
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
      d: disambiguation,
      ...(this.options.withTexts && { w: text }),
    });
  }

  private takeTextless({ title, textless }: KnownPage): void {
    this.state.counts.leftOut++;
    if (textless === 'stub') this.state.counts.stubs++;
    else if (this.state.failures.length < MOST_FAILURES) this.state.failures.push({ title, reason: SUPPRESSED });
  }

  private async takeRedirect(page: KnownPage): Promise<void> {
    const { pageid: p, timestamp: s, title: from, redirect } = page;
    const n = page.namespace === TEMPLATE || page.namespace === MEDIAWIKI ? page.namespace : 0;
    this.state.counts.redirects++;
    await this.otherSpool.append({ p, s, n, from, to: redirect ?? '' });
  }

  private async takeTemplate({ pageid: p, timestamp: s, title, text }: KnownPage, names: Namespaces): Promise<void> {
    const template = readTemplatePage(namespaceOf(title, names).name, text ?? '', names);
    if (!template) return;
    if ('labels' in template) this.state.counts.templates++;
    await this.otherSpool.append({ p, s, ...template });
  }

  private async takeList({ pageid: p, timestamp: s, title, text }: KnownPage, names: Namespaces): Promise<void> {
    if (!/^disambiguationspage$/i.test(namespaceOf(title, names).name)) return;
    await this.otherSpool.append({ p, s, disambiguation: disambiguationTemplates(text ?? '') });
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

function freshState(dump: string, withTexts: boolean): ImportState {
  const counts = { pages: 0, redirects: 0, templates: 0, broken: 0, leftOut: 0, texts: 0, stubs: 0 };
  return {
    version: VERSION,
    dump,
    withTexts,
    end: 0,
    articleBytes: 0,
    otherBytes: 0,
    site: null,
    newest: '',
    counts,
    failures: [],
  };
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

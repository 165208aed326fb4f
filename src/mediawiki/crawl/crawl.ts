import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../egress/clock';
import type { HtmlMode } from '../../universe/universe-definition';
import { BATCH_SIZE, chunksOf } from '../api/batches';
import type { Continue } from '../api/continuation';
import { CrawlStopped } from '../api/crawl-stopped';
import { articleNamespacesOf, fetchSiteInfo, type SiteInfo } from '../api/site-info';
import type { WikiClient } from '../api/wiki-client';
import type { HarvestedArticle } from '../harvest';
import { InfoboxDefinitions } from '../wikitext/infobox-definitions';
import { loadHtmlParser, type HtmlParser } from '../infobox/html-parser';
import { Spool } from '../spool';
import { readState, writeState } from '../state-file';
import { fetchFiles, type FileFacts } from './fetch-files';
import { abilitiesOf, fetchPages } from './fetch-pages';
import { fetchTables } from './fetch-tables';
import { definitionsOf, fetchTemplates, type FetchedTemplates } from './fetch-templates';
import { fetchHtmlPage, type HtmlFacts } from './html-page';
import { countListed, listPages, type ListedPage } from './list-pages';
import { isGone, type GonePage, type PageFacts } from './page-facts';
import { HtmlWorth } from './html-worth';
import { PageReader, type WikiRules } from './page-reader';

export interface CrawlOptions {
  client: WikiClient;
  clock: Clock;
  api: string;
  /** Category that lists the articles; null for all pages of the main namespace. */
  category: string | null;
  /** Private folder of the checkpoint; emptied when a new crawl begins. */
  workDir: string;
  resume: boolean;
  /** Names what the file cache holds: a crawl that began beside something else is out of date. null: nothing. */
  basis: string | null;
  /** What the universe's definition says of the wiki. */
  rules: WikiRules;
  html: HtmlMode;
  /** Articles known so far; a listing that is much shorter is not believed. */
  knownArticles: number;
  allowShrink: boolean;
  onProgress?: (progress: CrawlProgress) => void;
}

export type CrawlPhase = 'listing' | 'pages' | 'html' | 'images';

export interface CrawlProgress {
  phase: CrawlPhase;
  done: number;
  /** null while it is not known. */
  total: number | null;
  requests: number;
}

interface CrawlState {
  version: number;
  api: string;
  category: string | null;
  /** Whether whole pages are asked for. */
  withTexts: boolean;
  /** What the file cache held when this crawl began, or what this crawl made of it. */
  basis: string | null;
  site: SiteInfo;
  expected: number | null;
  listing: { next: Continue | null; isComplete: boolean };
  hasInfoboxProps: boolean;
  /** What the wiki says of its templates; null until it was asked. */
  templates: FetchedTemplates | null;
  bytes: { listing: number; pages: number; html: number; images: number };
}

/** What the wiki said of the file of a page's picture; null where it has no such file. */
interface AskedFile {
  pageid: number;
  file: FileFacts | null;
}

const VERSION = 5;
/** A listing of less than this part of what is known or expected stopped early. */
const LEAST_LISTED = 0.8;
const HTML_CHECKPOINT = 20;
/** Templates that fewer pages use than so many others do are read by their parameters' names. */
const MOST_TEMPLATES = 1000;

/**
 * A crawl of a live wiki: list, fetch in batches, fill up from HTML and by file names. Everything fetched goes to
 * spools, and a checkpoint after each batch makes it resumable after a kill; nothing but the spools is written.
 */
export class Crawl {
  private hasInfoboxProps: boolean;
  /** Of the infobox templates, once they are fetched. */
  definitions = new InfoboxDefinitions();

  private constructor(
    private readonly options: CrawlOptions,
    private readonly state: CrawlState,
    private reader: PageReader,
    private readonly listing: Spool<ListedPage>,
    private readonly pages: Spool<(PageFacts | GonePage) & { pageid: number }>,
    private readonly html: Spool<HtmlFacts>,
    private readonly images: Spool<AskedFile>,
  ) {
    this.hasInfoboxProps = state.hasInfoboxProps;
  }

  /** Begins a crawl, or takes up the one that was interrupted. */
  static async open(options: CrawlOptions): Promise<Crawl> {
    const { workDir, api, category, client, basis, rules } = options;
    const path = join(workDir, 'state.json');
    const found = options.resume ? await readState<CrawlState>(path) : null;
    const isOurs = found?.version === VERSION && found.api === api && found.category === category;
    const isSame = isOurs && found.basis === basis && found.withTexts === rules.withTexts;
    if (!isSame) await rm(workDir, { recursive: true, force: true });
    await mkdir(workDir, { recursive: true });
    const state = isSame ? found : await freshState(client, options);
    const spool = <T extends { pageid: number }>(name: keyof CrawlState['bytes']) =>
      Spool.open<T>(join(workDir, name), ({ pageid }) => pageid, state.bytes[name]);
    return new Crawl(
      options,
      state,
      await PageReader.open(state.site, options.rules),
      await spool<ListedPage>('listing'),
      await spool<(PageFacts | GonePage) & { pageid: number }>('pages'),
      await spool<HtmlFacts>('html'),
      await spool<AskedFile>('images'),
    );
  }

  /** Namespaces that hold articles. */
  private get namespaces(): number[] {
    return articleNamespacesOf(this.site, this.options.rules.articleNamespaces);
  }

  get site(): SiteInfo {
    return this.state.site;
  }

  /** Fetches everything that is not fetched yet. Throws CrawlStopped; what was fetched stays. */
  async run(): Promise<void> {
    await this.checkpoint();
    if (!this.state.listing.isComplete) await this.list();
    await this.fetchMissing(this.listing.keys().filter((id) => !this.pages.has(id)));
    await this.retryFailed();
    await this.refuseFailure();
    await this.settleTitles();
    await this.fetchDefinitions();
    await this.fetchHtml();
    await this.askForFiles();
    await this.checkpoint();
  }

  /** The articles by ascending page id. */
  async *articles(): AsyncGenerator<HarvestedArticle, void, void> {
    const owners = await this.titleOwners();
    for await (const page of this.pages.values()) {
      if (isGone(page) || !this.reader.isArticle(page) || owners.get(page.title) !== page.pageid) continue;
      const html = await this.html.get(page.pageid);
      const asked = await this.images.get(page.pageid);
      yield this.reader.read(page, html, asked?.file ?? null);
    }
  }

  /** Pages that were listed and are no articles, with the reason. */
  async *gone(): AsyncGenerator<GonePage, void, void> {
    for await (const page of this.pages.values()) {
      if (!isGone(page)) continue;
      const title = page.title || ((await this.listing.get(page.pageid))?.title ?? '');
      yield { ...page, title };
    }
  }

  /** Titles of the articles that the wiki fails to render. */
  async *unrendered(): AsyncGenerator<string, void, void> {
    for await (const { pageid, isFailed } of this.html.values()) {
      const page = isFailed ? await this.pages.get(pageid) : null;
      if (page) yield page.title;
    }
  }

  /** Pages at which the wiki fails. While there are any, the checkpoint is kept: `--resume` asks for them again. */
  private async failedPages(): Promise<number[]> {
    const ids: number[] = [];
    for await (const page of this.pages.values()) if (isGone(page) && page.reason === 'failed') ids.push(page.pageid);
    return ids;
  }

  async close(): Promise<void> {
    for (const spool of [this.listing, this.pages, this.html, this.images]) await spool.close();
  }

  /** Ends a crawl whose data are published: its checkpoint goes, unless there is something left to ask for. */
  async finish(published: string): Promise<void> {
    const failed = await this.failedPages();
    this.state.basis = published;
    if (failed.length > 0) await this.checkpoint();
    await this.close();
    if (failed.length > 0) return;
    await rm(this.options.workDir, { recursive: true, force: true });
  }

  private async list(): Promise<void> {
    const { client, category } = this.options;
    for await (const { pages, next } of listPages(client, category, this.namespaces, this.state.listing.next)) {
      for (const page of pages) await this.listing.append(page);
      this.state.listing.next = next;
      await this.checkpoint('listing', this.listing.size, this.state.expected);
    }
    this.checkListing();
    this.state.listing.isComplete = true;
    await this.checkpoint();
  }

  /** A listing that is empty, or that stops early, is an error of the wiki and no news of deletions. */
  private checkListing(): void {
    const { knownArticles, allowShrink } = this.options;
    const { expected } = this.state;
    const listed = this.listing.size;
    const known = Math.max(knownArticles, expected ?? 0);
    if (listed > 0 && (allowShrink || listed >= known * LEAST_LISTED)) return;
    throw new CrawlStopped(
      'suspect',
      `The wiki lists ${listed} articles where ${known} were expected. Nothing was changed. If the wiki really shrank, repeat with --allow-shrink.`,
    );
  }

  private async fetchMissing(ids: number[]): Promise<void> {
    for (const batch of chunksOf(ids, BATCH_SIZE)) {
      await this.fetchBatch(batch);
      await this.checkpoint('pages', this.pages.size, this.listing.size);
    }
  }

  private async fetchBatch(batch: number[]): Promise<void> {
    const { client, clock, rules } = this.options;
    const abilities = abilitiesOf(this.site, this.namespaces, rules);
    const { pages, gone } = await fetchPages(client, abilities, batch, () => clock.now());
    for (const page of pages) {
      if (page.infoboxes !== null) this.hasInfoboxProps = true;
      await this.pages.append(page);
    }
    for (const page of gone) if (page.pageid !== null) await this.pages.append({ ...page, pageid: page.pageid });
  }

  /** What the wiki failed at is asked for once more when all else is there, each page alone. */
  private async retryFailed(): Promise<void> {
    for (const id of await this.failedPages()) {
      await this.fetchBatch([id]);
    }
    await this.checkpoint();
  }

  /** A wiki that fails at every page has no articles to give, whatever else it answers. */
  private async refuseFailure(): Promise<void> {
    if (this.pages.size === 0) return;
    for await (const page of this.pages.values()) if (!isGone(page) || page.reason !== 'failed') return;
    throw new CrawlStopped('unavailable', 'The wiki fails at every page asked for. Go on later with --resume.');
  }

  /** Pages that were moved while the crawl went on may hold one title twice: the wiki is asked again. */
  private async settleTitles(): Promise<void> {
    const ids = new Map<string, number[]>();
    for await (const page of this.pages.values()) {
      if (!isGone(page)) ids.set(page.title, [...(ids.get(page.title) ?? []), page.pageid]);
    }
    const twice = [...ids.values()].filter((list) => list.length > 1).flat();
    if (twice.length > 0) await this.fetchMissing(twice);
  }

  /** Of two pages that still have one title, the one that was edited last holds it. */
  private async titleOwners(): Promise<Map<string, number>> {
    const owners = new Map<string, { pageid: number; revid: number }>();
    for await (const page of this.pages.values()) {
      if (isGone(page)) continue;
      const known = owners.get(page.title);
      if (!known || known.revid < (page.revid ?? 0))
        owners.set(page.title, { pageid: page.pageid, revid: page.revid ?? 0 });
    }
    return new Map([...owners].map(([title, { pageid }]) => [title, pageid]));
  }

  /** The definitions of the templates that infoboxes are made with, those of most pages first; and the wiki's tables. */
  private async fetchDefinitions(): Promise<void> {
    if (!this.state.templates) {
      const counts = new Map<string, number>();
      for await (const page of this.pages.values())
        if (!isGone(page))
          for (const name of new Set(this.reader.templatesOf(page))) counts.set(name, (counts.get(name) ?? 0) + 1);
      const names = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_TEMPLATES);
      this.state.templates = await fetchTemplates(
        this.options.client,
        names.map(([name]) => name),
        this.reader.namespaces,
      );
      await this.checkpoint();
    }
    this.definitions = definitionsOf(this.state.templates);
    const rows = await fetchTables(this.options.client, this.options.rules.tables);
    this.reader = await PageReader.open(this.site, this.options.rules, this.definitions, rows);
  }

  private async fetchHtml(): Promise<void> {
    const { html } = this.options;
    if (html === 'never') return;
    const wikiHasProps = this.hasInfoboxProps || this.site.extensions?.portableInfobox === true;
    const worth = new HtmlWorth();
    let wanted = 0;
    let parse: HtmlParser | null = null;
    for await (const page of this.pages.values()) {
      if (isGone(page) || !this.reader.isArticle(page)) continue;
      if (html !== 'always' && !this.reader.needsHtml(page, wikiHasProps)) continue;
      const kind = this.reader.kindOf(page);
      const known = await this.html.get(page.pageid);
      if (known === null && html !== 'always' && !worth.isWorth(kind)) continue;
      parse ??= await loadHtmlParser();
      const facts = known ?? (await this.fetchHtmlOf(page.pageid, parse));
      worth.note(kind, facts);
      if (known === null) await this.html.append(facts);
      if (++wanted % HTML_CHECKPOINT === 0) await this.checkpoint('html', wanted, null);
    }
    if (wanted > 0) await this.checkpoint('html', wanted, wanted);
  }

  private fetchHtmlOf(pageid: number, parse: HtmlParser): Promise<HtmlFacts> {
    const { client, rules } = this.options;
    return fetchHtmlPage(client, pageid, { parse, links: this.reader.links, withBody: rules.withTexts });
  }

  /** Where the files of pictures lie, and in which version. */
  private async askForFiles(): Promise<void> {
    const names = new Map<number, string>();
    for await (const page of this.pages.values()) {
      if (isGone(page) || this.images.has(page.pageid) || !this.reader.isArticle(page)) continue;
      const name = this.reader.fileToAsk(page, await this.html.get(page.pageid));
      if (name !== null) names.set(page.pageid, name);
    }
    let done = 0;
    for (const batch of chunksOf([...names], BATCH_SIZE)) {
      const files = await fetchFiles(
        this.options.client,
        batch.map(([, name]) => name),
      );
      for (const [pageid, name] of batch) await this.images.append({ pageid, file: files.get(name) ?? null });
      done += batch.length;
      await this.checkpoint('images', done, names.size);
    }
  }

  private async checkpoint(phase?: CrawlPhase, done = 0, total: number | null = null): Promise<void> {
    const { state } = this;
    state.hasInfoboxProps = this.hasInfoboxProps;
    state.bytes = {
      listing: await this.listing.sync(),
      pages: await this.pages.sync(),
      html: await this.html.sync(),
      images: await this.images.sync(),
    };
    await writeState(join(this.options.workDir, 'state.json'), state);
    if (phase) this.options.onProgress?.({ phase, done, total, requests: this.options.client.requests });
  }
}

async function freshState(client: WikiClient, { api, category, basis, rules }: CrawlOptions): Promise<CrawlState> {
  const site = await fetchSiteInfo(client);
  // What the wiki counts as articles need not be the namespaces that a definition names.
  const isWhole = rules.articleNamespaces.length === 0;
  const expected = await countListed(client, category, isWhole ? site.articles : null);
  const bytes = { listing: 0, pages: 0, html: 0, images: 0 };
  const listing = { next: null, isComplete: false };
  return {
    version: VERSION,
    api,
    category,
    withTexts: rules.withTexts,
    basis,
    site,
    expected,
    listing,
    hasInfoboxProps: false,
    templates: null,
    bytes,
  };
}

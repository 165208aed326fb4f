import type { ArticleRecord } from '../../universe/article';
import { emptyRecord, type HarvestedArticle } from '../harvest';
import type { RawContext } from '../infobox/read-raw';
import { imageAddress, imageStoreOf, type ImageStore } from '../image-address';
import type { Spool } from '../spool';
import { CONTINUITY_CATEGORY, type Continuity } from '../wikitext/continuity';
import { chooseInfobox, type InfoboxCandidate } from '../wikitext/infobox-candidates';
import { InfoboxDefinitions } from '../wikitext/infobox-definitions';
import type { Namespaces } from '../wikitext/namespaces';
import type { RenderOptions } from '../wikitext/render-value';
import { normaliseTitle, titleAddress } from '../wikitext/titles';
import { parseWikitextInfobox } from '../wikitext/wikitext-infobox';
import type { DumpSite } from './parse-page';
import { collectRedirects } from './redirects';

/** An article between the passes; names are short because there are hundreds of thousands. */
export interface SpooledArticle {
  p: number;
  t: string;
  r: number | null;
  s: string | null;
  c: string[];
  x: string | null;
  k: Continuity | null;
  m: string | null;
  i: InfoboxCandidate[];
}

export interface SpooledTemplate {
  p: number;
  name: string;
  labels: [string, string][];
  images: string[];
}

/** A redirect between the passes. */
export interface SpooledRedirect {
  p: number;
  n: number;
  from: string;
  to: string;
}

export interface DumpArticlesOptions {
  site: DumpSite | null;
  articleUrl: string | null;
  infoboxKinds: ReadonlySet<string>;
  namespaces: Namespaces;
}

/** The second pass: makes the records of what the first one spooled. */
export class DumpArticles {
  private readonly articleUrl: string;
  private readonly store: ImageStore | null;
  private readonly render: RenderOptions;

  constructor(
    private readonly spool: Spool<SpooledArticle>,
    private readonly others: Spool<SpooledTemplate | SpooledRedirect>,
    private readonly options: DumpArticlesOptions,
  ) {
    const base = options.site?.base ?? '';
    this.articleUrl = options.articleUrl ?? (URL.canParse(base) ? base.replace(/[^/]*$/, '$1') : '/wiki/$1');
    this.store = imageStoreOf(base, options.site?.wikiId ?? '');
    const articlePath = URL.canParse(this.articleUrl) ? decodeURI(new URL(this.articleUrl).pathname) : '/wiki/$1';
    this.render = { namespaces: options.namespaces, articlePath };
  }

  async *articles(): AsyncGenerator<HarvestedArticle, void, void> {
    const definitions = await this.definitions();
    const redirects = await collectRedirects(this.redirects(0));
    for await (const spooled of this.spool.values()) {
      yield this.make(spooled, definitions, redirects.get(normaliseTitle(spooled.t)) ?? []);
    }
  }

  async definitions(): Promise<InfoboxDefinitions> {
    const definitions = new InfoboxDefinitions();
    for await (const other of this.others.values()) {
      if ('name' in other) {
        const { name, labels, images } = other;
        definitions.add({ name, labels: new Map(labels), images: new Set(images) });
      }
    }
    // Only redirects that lead to an infobox are worth keeping.
    const bare = (title: string) => title.slice(title.indexOf(':') + 1);
    for await (const { from, to } of this.redirects(10)) {
      if (definitions.find(bare(to))) definitions.addRedirect(bare(from), bare(to));
    }
    return definitions;
  }

  async context(): Promise<RawContext> {
    return {
      articlePath: this.render.articlePath,
      namespaces: this.options.site?.namespaces ?? [],
      imageStore: this.store,
      definitions: (await this.definitions()).toJson(),
    };
  }

  private async *redirects(namespace: number): AsyncGenerator<SpooledRedirect> {
    for await (const other of this.others.values()) if ('from' in other && other.n === namespace) yield other;
  }

  private make(spooled: SpooledArticle, definitions: InfoboxDefinitions, redirects: string[]): HarvestedArticle {
    const chosen = chooseInfobox(spooled.i, definitions, this.options.infoboxKinds);
    const read = chosen && parseWikitextInfobox(chosen.source, this.render, definitions);
    const imageName = read?.imageName ?? spooled.m;
    const record: ArticleRecord = {
      ...emptyRecord(spooled.t),
      pageid: spooled.p,
      url: titleAddress(this.articleUrl, spooled.t),
      revid: spooled.r,
      timestamp: spooled.s,
      categories: withContinuity(spooled.c, spooled.k),
      redirects,
      infobox: read?.infobox ?? null,
      extract: spooled.x,
      image: imageName !== null && this.store ? imageAddress(this.store, imageName) : null,
    };
    return { record, raw: chosen && { form: 'wikitext', source: chosen.source } };
  }
}

/** A dump's text does not name the category that `{{Top}}` adds; the article is in it all the same. */
function withContinuity(categories: readonly string[], continuity: Continuity | null): string[] {
  const name = continuity && CONTINUITY_CATEGORY[continuity];
  return name && !categories.includes(name) ? [name, ...categories] : [...categories];
}

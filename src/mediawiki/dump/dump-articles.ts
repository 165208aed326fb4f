import type { ArticleRecord } from '../../universe/article';
import { bareRecord } from '../../universe/record-from-item';
import type { HarvestedArticle } from '../harvest';
import type { RawContext } from '../infobox/read-raw';
import { withoutSelfLinks } from '../infobox/without-self-links';
import { imageAddress, imageStoreOf, type ImageStore } from '../image-address';
import type { Spool } from '../spool';
import { CONTINUITY_CATEGORY, type Continuity } from '../wikitext/continuity';
import { isDisambiguation, type DisambiguationMarks } from '../wikitext/disambiguation';
import { chooseInfobox, isSure, type InfoboxCandidate, type InfoboxKinds } from '../wikitext/infobox-candidates';
import { InfoboxDefinitions, type TemplatePage } from '../wikitext/infobox-definitions';
import { titleIn, type Namespaces } from '../wikitext/namespaces';
import type { RenderOptions } from '../wikitext/render-value';
import { titleAddress } from '../wikitext/titles';
import { parseWikitextInfobox, type ParameterRules } from '../wikitext/wikitext-infobox';
import type { DumpSite } from './parse-site';
import { collectRedirects } from './redirects';
import { TextReader, type TextSource } from '../text/text-source';
import { readSiteAddress, type SiteAddress } from './site-address';

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
  d: DisambiguationMarks;
  /** The page's wikitext, where texts are kept. */
  w?: string;
}

/** What a template page says of infoboxes: a definition, a wrapper of another template, or that it is none. */
export type SpooledTemplate = TemplatePage & {
  p: number;
  s: string | null;
};

/** A redirect between the passes. */
export interface SpooledRedirect {
  p: number;
  s: string | null;
  n: number;
  from: string;
  to: string;
}

/** The wiki's own list of its disambiguation templates. */
export interface SpooledList {
  p: number;
  s: string | null;
  disambiguation: string[];
}

export type SpooledOther = SpooledTemplate | SpooledRedirect | SpooledList;

export interface DumpArticlesOptions {
  site: DumpSite | null;
  articleUrl: string | null;
  imageStore: ImageStore | null;
  infoboxKinds: InfoboxKinds;
  parameters: ParameterRules;
  articleNamespaces: readonly string[];
  namespaces: Namespaces;
}

/** The second pass: makes the records of what the first one spooled. */
export class DumpArticles {
  private readonly articleUrl: string;
  private readonly address: SiteAddress;
  private readonly store: ImageStore | null;
  private readonly render: RenderOptions;
  /** Disambiguation pages and the main page. */
  leftOut = 0;

  constructor(
    private readonly spool: Spool<SpooledArticle>,
    private readonly others: Spool<SpooledOther>,
    private readonly options: DumpArticlesOptions,
  ) {
    const base = options.site?.base ?? '';
    this.address = readSiteAddress(base);
    this.articleUrl = options.articleUrl ?? this.address.articleUrl ?? '/wiki/$1';
    const { isCaseSensitive } = options.namespaces;
    const store = options.imageStore ?? imageStoreOf(base, options.site?.wikiId ?? '');
    this.store = store && { ...store, isCaseSensitive };
    this.render = { namespaces: options.namespaces };
  }

  async *articles(): AsyncGenerator<HarvestedArticle, void, void> {
    const definitions = await this.definitions();
    const lists = await this.disambiguationTemplates();
    const spell = (title: string) => titleIn(title, this.options.namespaces);
    const redirects = await collectRedirects(this.redirects(0), spell);
    const texts = await TextReader.open(this.contextWith(definitions));
    for await (const spooled of this.spool.values()) {
      if (await this.isOlderPiece(spooled)) continue;
      const chosen = chooseInfobox(spooled.i, definitions, this.options.infoboxKinds);
      if (this.isNoArticle(spooled, chosen, definitions, lists)) this.leftOut++;
      else {
        const text: TextSource | null = spooled.w === undefined ? null : { form: 'wikitext', source: spooled.w };
        const record = this.make(spooled, chosen, definitions, redirects.get(spell(spooled.t)) ?? []);
        record.text = text && texts.read(record.title, text);
        yield { record, raw: { infobox: chosen && { form: 'wikitext', source: chosen.source }, text } };
      }
    }
  }

  async definitions(): Promise<InfoboxDefinitions> {
    const definitions = new InfoboxDefinitions();
    for await (const other of this.others.values()) {
      if ('name' in other) definitions.addPage(other);
    }
    // Only redirects that lead to an infobox are worth keeping.
    const bare = (title: string) => title.slice(title.indexOf(':') + 1);
    for await (const { from, to } of this.redirects(10)) {
      if (definitions.find(bare(to))) definitions.addRedirect(bare(from), bare(to));
    }
    return definitions;
  }

  async context(): Promise<RawContext> {
    return this.contextWith(await this.definitions());
  }

  private contextWith(definitions: InfoboxDefinitions): RawContext {
    const { site, namespaces, parameters, articleNamespaces } = this.options;
    return {
      articlePath: '/wiki/$1',
      namespaces: site?.namespaces ?? [],
      language: site?.language,
      isCaseSensitive: namespaces.isCaseSensitive,
      articleNamespaces: [...articleNamespaces],
      labels: parameters.labels,
      pictures: [...(parameters.pictures ?? [])],
      imageStore: this.store,
      definitions: definitions.toJson(),
    };
  }

  /** A page in pieces may have become a redirect since, or an article. */
  private async isOlderPiece({ p, s }: SpooledArticle): Promise<boolean> {
    const other = await this.others.get(p);
    return other !== null && (other.s ?? '') > (s ?? '');
  }

  private isNoArticle(
    { t, d }: SpooledArticle,
    chosen: InfoboxCandidate | null,
    definitions: InfoboxDefinitions,
    lists: ReadonlySet<string>,
  ): boolean {
    if (t === this.address.mainPage) return true;
    const hasInfobox = chosen !== null && isSure(chosen.name, definitions, this.options.infoboxKinds);
    return isDisambiguation(d, hasInfobox, lists);
  }

  private async disambiguationTemplates(): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for await (const other of this.others.values())
      if ('disambiguation' in other) for (const name of other.disambiguation) names.add(name);
    return names;
  }

  private async *redirects(namespace: number): AsyncGenerator<SpooledRedirect> {
    for await (const other of this.others.values()) {
      if (!('from' in other) || other.n !== namespace) continue;
      const article = await this.spool.get(other.p);
      if (!article || (article.s ?? '') <= (other.s ?? '')) yield other;
    }
  }

  private make(
    spooled: SpooledArticle,
    chosen: InfoboxCandidate | null,
    definitions: InfoboxDefinitions,
    redirects: string[],
  ): ArticleRecord {
    const read = chosen && parseWikitextInfobox(chosen.source, this.render, definitions, this.options.parameters);
    const imageName = read?.imageName ?? spooled.m;
    return {
      ...bareRecord(spooled.t),
      pageid: spooled.p,
      url: titleAddress(this.articleUrl, spooled.t),
      revid: spooled.r,
      timestamp: spooled.s,
      categories: withContinuity(spooled.c, spooled.k),
      redirects,
      infobox: read && withoutSelfLinks(read.infobox, spooled.t),
      extract: spooled.x,
      image: imageName !== null && this.store ? imageAddress(this.store, imageName) : null,
    };
  }
}

/** A dump's text does not name the category that `{{Top}}` adds; the article is in it all the same. */
function withContinuity(categories: readonly string[], continuity: Continuity | null): string[] {
  const name = continuity && CONTINUITY_CATEGORY[continuity];
  return name && !categories.includes(name) ? [name, ...categories] : [...categories];
}

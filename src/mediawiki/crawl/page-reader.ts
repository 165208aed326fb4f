import type { ArticleRecord } from '../../universe/article';
import { fileNameOf, pictureOf, type Picture } from '../../universe/picture-address';
import { bareRecord } from '../../universe/record-from-item';
import type { UniverseTable } from '../../universe/universe-definition';
import type { SiteInfo } from '../api/site-info';
import type { HarvestedArticle } from '../harvest';
import { TextReader, type TextSource } from '../text/text-source';
import type { ReadInfobox } from '../infobox/portable-infobox';
import type { RawInfobox } from '../infobox/raw-infobox';
import { RawInfoboxReader, type RawContext } from '../infobox/read-raw';
import type { WikiLinks } from '../infobox/wiki-links';
import { withoutSelfLinks } from '../infobox/without-self-links';
import { readArticleWikitext, type ArticleWikitext } from '../wikitext/article-wikitext';
import { isDisambiguation } from '../wikitext/disambiguation';
import {
  chooseInfobox,
  isInfoboxName,
  isSure,
  type InfoboxCandidate,
  type InfoboxKinds,
} from '../wikitext/infobox-candidates';
import { InfoboxDefinitions, keyOf } from '../wikitext/infobox-definitions';
import { namespacesOf, type Namespaces } from '../wikitext/namespaces';
import type { ParameterRules } from '../wikitext/wikitext-infobox';
import type { FileFacts } from './fetch-files';
import type { TableRows } from './fetch-tables';
import type { HtmlFacts } from './html-page';
import type { PageFacts } from './page-facts';

/** What a universe's definition says of its wiki, and what is kept of its pages. */
export interface WikiRules {
  /** Whether the articles' texts are kept, and so whole pages are asked for. */
  withTexts: boolean;
  kinds: InfoboxKinds;
  parameters: ParameterRules;
  articleNamespaces: readonly string[];
  /** Tables of the wiki whose rows are infoboxes. */
  tables: readonly UniverseTable[];
}

/** What the raw infoboxes of a crawled wiki are read with. */
export function contextOf(
  site: SiteInfo,
  { parameters, articleNamespaces }: WikiRules,
  definitions: InfoboxDefinitions,
): RawContext {
  const { articlePath, server, namespaces, language, isCaseSensitive, imageStore } = site;
  return {
    articlePath,
    server,
    namespaces,
    language,
    isCaseSensitive,
    articleNamespaces: [...articleNamespaces],
    labels: parameters.labels,
    pictures: [...(parameters.pictures ?? [])],
    imageStore,
    definitions: definitions.size > 0 ? definitions.toJson() : null,
  };
}

interface ReadPage {
  box: ReadInfobox | null;
  raw: RawInfobox | null;
}

/** Templates that every infobox of a wiki is made with. */
const GENERAL = /^(?:infobox|portable infobox|taxobox|sidebar)$/i;
/** What a rendered infobox can come of: a template, a module, a table, HTML. */
const MAY_HOLD_INFOBOX = /\{\{\s*([^{}|<>\n]{1,100})|^[ \t:]*\{\||<(?:table|aside|div|infobox|html)(?=[\s>])/im;

/** Makes articles of what the API said. */
export class PageReader {
  readonly namespaces: Namespaces;
  private readonly ownDisambiguation: ReadonlySet<string>;

  /** The page whose wikitext was read last: it is asked about several times in a row. */
  private last: { page: PageFacts; read: ArticleWikitext } | null = null;

  private constructor(
    private readonly site: SiteInfo,
    private readonly infoboxes: RawInfoboxReader,
    private readonly texts: TextReader,
    private readonly rules: WikiRules,
    private readonly definitions: InfoboxDefinitions,
    private readonly rows: TableRows,
  ) {
    const { namespaces, language, isCaseSensitive, disambiguationTemplates = [] } = site;
    this.namespaces = namespacesOf(namespaces, {
      language,
      isCaseSensitive,
      articleNamespaces: rules.articleNamespaces,
    });
    this.ownDisambiguation = new Set(disambiguationTemplates);
  }

  /** `definitions` are those of the templates of the pages that will be read; without them, parameters name themselves. */
  static async open(
    site: SiteInfo,
    rules: WikiRules,
    definitions: InfoboxDefinitions = new InfoboxDefinitions(),
    rows: TableRows = new Map(),
  ): Promise<PageReader> {
    const context = contextOf(site, rules, definitions);
    const [infoboxes, texts] = [await RawInfoboxReader.open(context), await TextReader.open(context)];
    return new PageReader(site, infoboxes, texts, rules, definitions, rows);
  }

  /** How the wiki's rendered links are read. */
  get links(): WikiLinks {
    return this.infoboxes.links;
  }

  /** Whether a page is an article, and neither the main page nor a list of the articles of one name. */
  isArticle(page: PageFacts): boolean {
    if (page.isDisambiguation || page.title === this.site.mainPageTitle) return false;
    const wikitext = this.wikitextOf(page);
    if (wikitext === null || page.infoboxes !== null) return true;
    const { disambiguation, candidates } = wikitext;
    const hasInfobox = candidates.some(({ name }) => this.isSure(name));
    return !isDisambiguation(disambiguation, hasInfobox, this.ownDisambiguation);
  }

  /** Templates of a page that has no PortableInfobox data and may have its infobox from one of them. */
  templatesOf(page: PageFacts): string[] {
    return page.infoboxes === null ? this.candidatesOf(page).map(({ name }) => name) : [];
  }

  /** Whether the page's HTML would tell more: its infobox is broken, or missing although the page seems to have one. */
  needsHtml(page: PageFacts, wikiHasInfoboxProps: boolean): boolean {
    if (this.rows.has(page.title)) return false;
    if (page.infoboxes !== null)
      return this.infoboxes.read({ form: 'pageprops', source: page.infoboxes })?.isBroken ?? true;
    if (!wikiHasInfoboxProps || page.wikitext === null) return !wikiHasInfoboxProps;
    return this.candidatesOf(page).some(({ name }) => this.isKnown(name));
  }

  /** What a page's infobox may come of, as a key: pages of one kind are rendered alike. */
  kindOf(page: PageFacts): string {
    const template = this.chosenOf(page) ?? this.candidatesOf(page)[0];
    if (template) return keyOf(template.name);
    const [markup = '', name] = MAY_HOLD_INFOBOX.exec(this.wikitextOf(page)?.lead ?? '') ?? [];
    return name === undefined ? markup.trim() : keyOf(name);
  }

  /** Name of the file that is to be asked for: its address is not known, or does not tell which version it is. */
  fileToAsk(page: PageFacts, html: HtmlFacts | null): string | null {
    const read = this.readInfobox(page, html);
    const known = this.pictureAt(shownPicture(read, page, html));
    if (known?.revision) return null;
    const name = (known && fileNameOf(known.address)) ?? read.box?.imageName ?? html?.imageName ?? page.imageName;
    return name ?? this.wikitextOf(page)?.imageName ?? null;
  }

  /** The article. `asked` is what the wiki says of the file of its picture. */
  read(page: PageFacts, html: HtmlFacts | null, asked: FileFacts | null): HarvestedArticle {
    const read = this.readInfobox(page, html);
    const { box, raw } = read;
    const picture = this.pictureAt(shownPicture(read, page, html) || (asked?.url ?? page.image));
    const record: ArticleRecord = {
      ...bareRecord(page.title),
      pageid: page.pageid,
      url: page.url,
      revid: page.revid,
      timestamp: page.timestamp,
      categories: page.categories,
      redirects: page.redirects,
      infobox: box && withoutSelfLinks(box.infobox, page.title),
      extract: this.wikitextOf(page)?.extract ?? html?.extract ?? firstParagraph(page.extract),
      image: picture?.address ?? null,
      imageRevision: picture?.revision ?? asked?.revision ?? undefined,
      scrapedAt: page.fetchedAt,
    };
    const text = this.rules.withTexts ? sourceOf(page, html) : null;
    record.text = text && this.texts.read(page.title, text);
    return { record, raw: { infobox: raw, text } };
  }

  /** The best that there is: rendered where it was asked for, the page's properties, the template of its wikitext. */
  private readInfobox(page: PageFacts, html: HtmlFacts | null): ReadPage {
    const chosen = this.chosenOf(page);
    const raws: RawInfobox[] = [];
    const row = this.rows.get(page.title);
    if (row) raws.push({ form: 'table', source: JSON.stringify(row) });
    if (html?.infobox) raws.push({ form: 'html', source: html.infobox });
    if (page.infoboxes) raws.push({ form: 'pageprops', source: page.infoboxes });
    if (chosen) raws.push({ form: 'wikitext', source: chosen.source });
    const read = raws.map((raw) => ({ raw, box: this.infoboxes.read(raw) }));
    const best = read.find(({ box }) => box && box.infobox.fields.length > 0) ?? read.find(({ box }) => box);
    if (!best?.box) return { box: null, raw: raws[0] ?? null };
    const { infobox, theme } = best.box;
    if (infobox.type !== null && infobox.type !== theme) return best;
    const type = chosen?.name ?? this.typeAmong(html?.templates ?? []);
    const raw = type === null ? best.raw : { ...best.raw, type };
    return { box: this.infoboxes.read(raw), raw };
  }

  private wikitextOf(page: PageFacts): ArticleWikitext | null {
    const { title, wikitext } = page;
    if (wikitext === null) return null;
    if (this.last?.page !== page)
      this.last = { page, read: readArticleWikitext(title, wikitext, { namespaces: this.namespaces }) };
    return this.last.read;
  }

  /** Templates of a page that may be its infobox; below the lead, of many more, only those that are infoboxes. */
  private candidatesOf(page: PageFacts): InfoboxCandidate[] {
    const all = this.wikitextOf(page)?.candidates ?? [];
    return all.filter(({ isInLead, name }) => isInLead || this.isSure(name));
  }

  private chosenOf(page: PageFacts): InfoboxCandidate | null {
    return chooseInfobox(this.candidatesOf(page), this.definitions, this.rules.kinds);
  }

  private isSure(name: string): boolean {
    return isSure(name, this.definitions, this.rules.kinds);
  }

  /** The kind of an infobox by the templates that its page shows: one that is known, else one that is called so. */
  private typeAmong(templates: readonly string[]): string | null {
    const whole = templates.filter((name) => !name.includes('/') && !GENERAL.test(name));
    return whole.find((name) => this.isKnown(name)) ?? whole.find((name) => isInfoboxName(name)) ?? null;
  }

  private isKnown(name: string): boolean {
    const { known, never } = this.rules.kinds;
    return (known.has(keyOf(name)) || this.definitions.find(name) !== null) && !never.has(keyOf(name));
  }

  private pictureAt(address: string | null): Picture | null {
    const base = URL.canParse(this.site.server) ? this.site.server : undefined;
    return address !== null && URL.canParse(address, base) ? pictureOf(new URL(address, base).href) : null;
  }
}

/** What the page's text is made of: as it is rendered, where that was asked for. */
function sourceOf({ wikitext }: PageFacts, html: HtmlFacts | null): TextSource | null {
  if (html?.body) return { form: 'html', source: html.body };
  return wikitext === null ? null : { form: 'wikitext', source: wikitext };
}

/** The address that the wiki itself gives; one that is made of a file's name may lead nowhere. */
function shownPicture({ box, raw }: ReadPage, page: PageFacts, html: HtmlFacts | null): string | null {
  if ((raw?.form === 'wikitext' || raw?.form === 'table') && box?.imageName) return null;
  return box?.image || html?.image || page.image;
}

/** TextExtracts gives the whole introduction, a paragraph a line. */
function firstParagraph(extract: string | null): string | null {
  const lines = (extract ?? '').split(/\n+/).map((line) => line.trim());
  return lines.find((line) => line.length >= 20) ?? lines.find((line) => line !== '') ?? null;
}

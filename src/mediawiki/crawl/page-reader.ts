import type { ArticleRecord } from '../../universe/article';
import type { SiteInfo } from '../api/site-info';
import { emptyRecord, type HarvestedArticle } from '../harvest';
import type { ReadInfobox } from '../infobox/portable-infobox';
import type { RawInfobox } from '../infobox/raw-infobox';
import { RawInfoboxReader, type RawContext } from '../infobox/read-raw';
import { readArticleWikitext } from '../wikitext/article-wikitext';
import { infoboxCandidates, type InfoboxCandidate } from '../wikitext/infobox-candidates';
import { keyOf } from '../wikitext/infobox-definitions';
import { namespacesOf, type Namespaces } from '../wikitext/namespaces';
import { parseWikitext } from '../wikitext/parse-wikitext';
import type { HtmlFacts } from './html-page';
import type { PageFacts } from './page-facts';

/** What the raw infoboxes of a crawled wiki are read with. */
export function contextOf(site: SiteInfo): RawContext {
  const { articlePath, namespaces, imageStore } = site;
  return { articlePath, namespaces, imageStore, definitions: null };
}

/** Makes articles of what the API said. */
export class PageReader {
  private readonly namespaces: Namespaces;

  private constructor(
    private readonly site: SiteInfo,
    private readonly infoboxes: RawInfoboxReader,
    private readonly infoboxKinds: ReadonlySet<string>,
  ) {
    this.namespaces = namespacesOf(site.namespaces);
  }

  static async open(site: SiteInfo, infoboxKinds: ReadonlySet<string>): Promise<PageReader> {
    return new PageReader(site, await RawInfoboxReader.open(contextOf(site)), infoboxKinds);
  }

  /** Whether the page's HTML would tell more: its infobox is broken, or missing although the page seems to have one. */
  needsHtml(page: PageFacts, wikiHasInfoboxProps: boolean): boolean {
    if (page.infoboxes !== null)
      return this.infoboxes.read({ form: 'pageprops', source: page.infoboxes })?.isBroken ?? true;
    if (!wikiHasInfoboxProps) return true;
    return page.lead !== null && this.candidatesIn(page.lead).some(({ name }) => this.infoboxKinds.has(keyOf(name)));
  }

  /** Name of the file whose address is still to be asked for; null where none is, or the address is known. */
  missingImage(page: PageFacts, html: HtmlFacts | null): string | null {
    const { box } = this.readInfobox(page, html);
    if (box?.image || html?.image || page.image) return null;
    return box?.imageName ?? html?.imageName ?? page.imageName;
  }

  /** The article. `askedImage` is the address that was asked for by the file's name. */
  read(page: PageFacts, html: HtmlFacts | null, askedImage: string | null): HarvestedArticle {
    const { box, raw } = this.readInfobox(page, html);
    const image = box?.image || html?.image || page.image || askedImage;
    const record: ArticleRecord = {
      ...emptyRecord(page.title),
      pageid: page.pageid,
      url: page.url,
      revid: page.revid,
      timestamp: page.timestamp,
      categories: page.categories,
      redirects: page.redirects,
      infobox: box?.infobox ?? null,
      extract: firstParagraph(page.extract) ?? this.leadExtract(page) ?? html?.extract ?? null,
      image: image === null ? null : this.absolute(image),
      scrapedAt: page.fetchedAt,
    };
    return { record, raw };
  }

  private readInfobox(page: PageFacts, html: HtmlFacts | null): { box: ReadInfobox | null; raw: RawInfobox | null } {
    const raws: RawInfobox[] = [];
    if (html?.infobox) raws.push({ form: 'html', source: html.infobox });
    if (page.infoboxes) raws.push({ form: 'pageprops', source: page.infoboxes });
    for (const raw of raws) {
      const box = this.infoboxes.read(raw);
      if (box) return { box, raw };
    }
    return { box: null, raw: raws[0] ?? null };
  }

  private leadExtract(page: PageFacts): string | null {
    if (page.lead === null) return null;
    const options = { namespaces: this.namespaces, articlePath: this.site.articlePath };
    return readArticleWikitext(page.title, page.lead, options).extract;
  }

  private candidatesIn(lead: string): InfoboxCandidate[] {
    return infoboxCandidates(
      lead,
      parseWikitext(lead).filter((node) => node.kind === 'template'),
    );
  }

  private absolute(address: string): string | null {
    if (address.startsWith('//')) return `https:${address}`;
    if (!address.startsWith('/')) return URL.canParse(address) ? address : null;
    return URL.canParse(this.site.server) ? new URL(address, this.site.server).href : null;
  }
}

/** TextExtracts gives the whole introduction, a paragraph a line. */
function firstParagraph(extract: string | null): string | null {
  const lines = (extract ?? '').split(/\n+/).map((line) => line.trim());
  return lines.find((line) => line.length >= 20) ?? lines.find((line) => line !== '') ?? null;
}

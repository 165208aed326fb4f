import type { WikiAnswer, WikiRequest } from './fake-wiki';

export interface ModelPage {
  pageid: number;
  title: string;
  revid: number;
  categories: string[];
  redirects?: string[];
  infoboxes?: string;
  /** Its wikitext. */
  lead?: string;
  image?: string;
}

type Members = Record<string, unknown>;

/** The change as `recentchanges` tells it. */
export type ModelChange = Members & { type: string; timestamp: string };

/**
 * A small wiki that answers `api.php` truly: listings with continuation, whole pages, redirects, recent changes. For
 * tests in which the wiki changes, or in which a crawl is cut off and goes on.
 */
export class ModelWiki {
  readonly pages = new Map<number, ModelPage>();
  /** Redirect to its target's title. */
  readonly redirectPages = new Map<string, string>();
  changes: ModelChange[] = [];
  time = '2026-08-01T00:00:00Z';
  pageLimit = 500;
  /** Characters of wikitext that one answer holds; what does not fit comes in the next ones. */
  textLimit = Infinity;
  /** Answers as MediaWiki 1.19 does. */
  isOld = false;
  extensions: string[] = ['PageImages', 'Portable Infobox'];

  add(page: ModelPage): void {
    this.pages.set(page.pageid, page);
    for (const redirect of page.redirects ?? []) this.redirectPages.set(redirect, page.title);
  }

  /** Pages of a category in order of their ids. */
  fill(count: number, category = 'Canon articles', from = 1): void {
    for (let i = from; i < from + count; i++) {
      this.add({
        pageid: i,
        title: `Page ${i}`,
        revid: i * 10,
        categories: [category, 'Planets'],
        infoboxes: infoboxJson('Planet', { Region: `Region ${i % 5}` }),
        lead: `'''Page ${i}''' was a planet of the model wiki.`,
        ...(i % 7 === 0 ? { redirects: [`Alias ${i}`] } : {}),
      });
    }
  }

  readonly answer = ({ params }: WikiRequest): WikiAnswer | null => {
    if (params['meta'] === 'siteinfo') return { body: { batchcomplete: true, query: this.siteInfo() } };
    if (params['list'] === 'categorymembers')
      return { body: this.list('categorymembers', params['cmtitle'] ?? '', params['cmcontinue'], 'cm') };
    if (params['list'] === 'allpages') return { body: this.list('allpages', null, params['apcontinue'], 'ap') };
    if (params['list'] === 'allimages') return { body: { batchcomplete: true, query: { allimages: [] } } };
    if (params['list'] === 'imageusage') return { body: this.showing(params['iutitle'] ?? '', 'imageusage') };
    if (params['list'] === 'embeddedin') return { body: this.showing(params['eititle'] ?? '', 'embeddedin') };
    if (params['list'] === 'recentchanges') return { body: this.recentChanges(params) };
    if (params['prop'] === 'categoryinfo') return { body: this.categoryInfo(params['titles'] ?? '') };
    if (params['generator']) return { body: this.generate(params) };
    if (params['pageids']) return { body: this.byIds(params['pageids'].split('|').map(Number), params) };
    if (params['titles'])
      return { body: this.byTitles(params['titles'].split(/[|\u001f]/).filter(Boolean), params['redirects'] === '1') };
    return null;
  };

  private siteInfo(): Members {
    return {
      general: {
        sitename: 'Model',
        wikiid: 'model',
        server: 'https://model.invalid',
        base: 'https://model.invalid/wiki/Main_Page',
        articlepath: '/wiki/$1',
        generator: 'MediaWiki 1.43.1',
        time: this.time,
      },
      rightsinfo: { url: 'https://model.invalid/licence', text: 'CC-BY-SA' },
      statistics: { articles: this.pages.size },
      namespaces: { 0: { id: 0, name: '' }, 6: { id: 6, name: 'File' }, 14: { id: 14, name: 'Category' } },
      extensions: this.extensions.map((name) => ({ name })),
    };
  }

  private members(category: string | null): ModelPage[] {
    const name = category?.replace(/^Category:/, '') ?? null;
    const all = [...this.pages.values()].sort((a, b) => a.pageid - b.pageid);
    return name === null ? all : all.filter((page) => page.categories.includes(name));
  }

  private list(name: string, category: string | null, from: string | undefined, prefix: string): Members {
    const members = this.members(category);
    const start = from ? Number(from.split('|')[1]) : 0;
    const rows = members.slice(start, start + this.pageLimit).map(({ pageid, title }) => ({ pageid, ns: 0, title }));
    const end = start + this.pageLimit;
    const more = end < members.length ? { continue: { [`${prefix}continue`]: `page|${end}`, continue: '-||' } } : {};
    return { batchcomplete: true, ...more, query: { [name]: rows } };
  }

  private generate(params: Record<string, string>): Members {
    const category = params['generator'] === 'allpages' ? null : (params['gcmtitle'] ?? '');
    const start = Number(params['gcontinue'] ?? 0);
    const members = this.members(category);
    const pages = members.slice(start, start + this.pageLimit).map((page) => this.whole(page));
    const end = start + this.pageLimit;
    const more = end < members.length ? { continue: { gcontinue: String(end), continue: 'gcontinue||' } } : {};
    return { batchcomplete: true, ...more, query: { pages } };
  }

  /** Pages that show a file or a template, by their names in the text. */
  private showing(title: string, list: string): Members {
    const name = title.slice(title.indexOf(':') + 1);
    const pages = [...this.pages.values()].filter(({ lead }) => lead?.includes(name));
    return { batchcomplete: true, query: { [list]: pages.map(({ pageid, title }) => ({ pageid, ns: 0, title })) } };
  }

  private categoryInfo(title: string): Members {
    const pages = this.members(title).length;
    return {
      batchcomplete: true,
      query: { pages: [{ pageid: 9999, ns: 14, title, categoryinfo: { size: pages, pages, files: 0, subcats: 0 } }] },
    };
  }

  /** Every page is there from the first answer on; their revisions come as far as there is room, and then the next. */
  private byIds(ids: number[], params: Record<string, string>): Members {
    const from = Number(params['rvcontinue'] ?? 0);
    let left = this.textLimit;
    let next: number | null = null;
    const pages = ids.map((pageid, i): Members => {
      const page = this.pages.get(pageid);
      if (!page) return { pageid, missing: true };
      const { revisions, ...rest } = this.whole(page);
      if (i < from || next !== null) return rest;
      const text = firstPart(page.lead ?? '', params['rvsection']);
      if (text.length > left && left < this.textLimit) {
        next = i;
        return rest;
      }
      left -= text.length;
      const [revision] = revisions as Members[];
      const content = this.isOld ? { '*': text } : { slots: { main: { contentmodel: 'wikitext', content: text } } };
      return { ...rest, revisions: [{ ...revision, ...content }] };
    });
    if (this.isOld) {
      const more = next === null ? {} : { 'query-continue': { revisions: { rvcontinue: String(next) } } };
      return { ...more, query: { pages: Object.fromEntries(pages.map((page) => [String(page['pageid']), page])) } };
    }
    if (next === null) return { batchcomplete: true, query: { pages } };
    return { continue: { rvcontinue: String(next), continue: '||info|categories|redirects' }, query: { pages } };
  }

  private byTitles(titles: string[], follows: boolean): Members {
    const redirects: Members[] = [];
    const pages = titles.map((title) => {
      const target = this.redirectPages.get(title);
      if (target !== undefined && follows) redirects.push({ from: title, to: target });
      const found = [...this.pages.values()].find((page) => page.title === (follows ? (target ?? title) : title));
      if (found) return this.whole(found);
      if (target !== undefined)
        return {
          pageid: 100_000 + titles.indexOf(title),
          ns: 0,
          title,
          redirect: true,
          lastrevid: 1,
          revisions: [{ revid: 1 }],
        };
      return { ns: 0, title, missing: true };
    });
    return { batchcomplete: true, query: { pages, ...(redirects.length > 0 ? { redirects } : {}) } };
  }

  private whole(page: ModelPage): Members {
    return {
      pageid: page.pageid,
      ns: 0,
      title: page.title,
      lastrevid: page.revid,
      canonicalurl: `https://model.invalid/wiki/${encodeURIComponent(page.title.replaceAll(' ', '_'))}`,
      ...(page.infoboxes ? { pageprops: { infoboxes: page.infoboxes } } : {}),
      categories: page.categories.map((name) => ({ ns: 14, title: `Category:${name}` })),
      redirects: [...this.redirectPages].filter(([, to]) => to === page.title).map(([title]) => ({ ns: 0, title })),
      ...(page.image ? { original: { source: page.image, width: 1, height: 1 }, pageimage: 'X.png' } : {}),
      revisions: [
        {
          revid: page.revid,
          timestamp: this.time,
          slots: { main: { contentmodel: 'wikitext', content: page.lead ?? '' } },
        },
      ],
    };
  }

  private recentChanges(params: Record<string, string>): Members {
    const start = params['rcstart'] ? Date.parse(params['rcstart']) : 0;
    const rows = this.changes.filter(({ timestamp }) => Date.parse(timestamp) >= start);
    return { batchcomplete: true, query: { recentchanges: params['rclimit'] === '1' ? rows.slice(0, 1) : rows } };
  }
}

/** With `rvsection=0` what stands in front of the first heading. */
function firstPart(text: string, section: string | undefined): string {
  return section === '0' ? (/^[^]*?(?=^==)/m.exec(text)?.[0] ?? text) : text;
}

/** `pageprops.infoboxes` of a plain infobox. */
export function infoboxJson(type: string, values: Record<string, string>): string {
  const data = Object.entries(values).map(([label, value]) => ({
    type: 'data',
    data: { label, value, source: label.toLowerCase() },
  }));
  const navigation = {
    type: 'navigation',
    data: { value: `<a href="https://model.invalid/wiki/Template:${type}"></a>` },
  };
  return JSON.stringify([{ parser_tag_version: 5, data: [...data, navigation], metadata: [] }]);
}

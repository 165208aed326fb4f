import type { Cheerio, CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import type { InfoboxField } from '../../universe/article';
import { readNodes } from './html-value';
import { mainInfobox, templateNameOf, type ReadInfobox } from './portable-infobox';

const BOX = 'aside.portable-infobox, .portable-infobox';
/** A labelled value, or the head of one whose value lies elsewhere (tables, smart groups). */
const ITEMS = '.pi-data, table.pi-horizontal-group, .pi-smart-group';

/** Reads the portable infoboxes of a page's HTML, in all the shapes that Fandom and Universal-Omega render. */
export function parseHtmlInfobox($: CheerioAPI, articlePath: string): ReadInfobox | null {
  const boxes = $(BOX)
    .toArray()
    .filter((box) => $(box).parents(BOX).length === 0)
    .map((box) => readBox($, $(box) as Cheerio<Element>, articlePath));
  return mainInfobox(boxes);
}

/** The HTML of the infoboxes alone, to be kept for a later parser. */
export function infoboxHtml($: CheerioAPI): string {
  const boxes = $(BOX).toArray();
  return boxes
    .filter((box) => $(box).parents(BOX).length === 0)
    .map((box) => $.html(box))
    .join('\n');
}

function readBox($: CheerioAPI, box: Cheerio<Element>, articlePath: string): ReadInfobox {
  const reader = new BoxReader($, articlePath);
  for (const item of box.find(ITEMS).toArray()) reader.item($(item) as Cheerio<Element>);
  return {
    infobox: { type: boxType($, box), fields: reader.fields },
    ...picture($, box),
    isBroken: false,
  };
}

class BoxReader {
  readonly fields: InfoboxField[] = [];

  constructor(
    private readonly $: CheerioAPI,
    private readonly articlePath: string,
  ) {}

  item(item: Cheerio<Element>): void {
    if (item.is('table')) this.table(item);
    else if (item.is('.pi-smart-group')) this.pairs(item, '.pi-smart-data-label', '.pi-smart-data-value');
    else if (!item.closest('.pi-smart-group, table.pi-horizontal-group').length) this.data(item);
  }

  private data(item: Cheerio<Element>): void {
    const label = item.find('.pi-data-label').first();
    const value = item.find('.pi-data-value').first();
    this.field(label, value.length > 0 ? value : item, item.attr('data-source'));
  }

  /** A horizontal group: labels in the head's cells, values in the body's, matched by source, else by column. */
  private table(table: Cheerio<Element>): void {
    this.pairs(table, 'thead .pi-horizontal-group-item', 'tbody .pi-horizontal-group-item');
  }

  private pairs(group: Cheerio<Element>, labelSelector: string, valueSelector: string): void {
    const { $ } = this;
    const labels = group.find(labelSelector).toArray();
    group.find(valueSelector).each((column, node) => {
      const value = $(node) as Cheerio<Element>;
      const source = value.attr('data-source');
      const bySource = labels.find((label) => source !== undefined && $(label).attr('data-source') === source);
      const label = bySource ?? labels[column];
      this.field((label ? $(label) : $([] as Element[])) as Cheerio<Element>, value, source);
    });
  }

  private field(label: Cheerio<Element>, value: Cheerio<Element>, source: string | undefined): void {
    const read = readNodes(
      value.toArray().flatMap((node) => node.children),
      this.articlePath,
    );
    if (read.values.length === 0) return;
    const words = readNodes(label.toArray().flatMap((node) => node.children)).values.join(' ');
    this.fields.push({ label: words || source || '', ...read });
  }
}

/** The kind: the template that the last line links to, else the theme's name. */
function boxType($: CheerioAPI, box: Cheerio<Element>): string | null {
  for (const nav of box.find('.pi-navigation').toArray()) {
    const name = templateNameOf($.html(nav));
    if (name) return name;
  }
  const theme = /(?:^|\s)(?:pi-theme-|type-)([^\s]+)/.exec(box.attr('class') ?? '')?.[1];
  return theme && !/^(wikia|default|[0-9a-f]{8,})$/i.test(theme) ? theme.replaceAll('-', '_') : null;
}

const PICTURE_ITEMS = '.pi-image, .pi-media, .pi-image-collection, .pi-media-collection';

function picture($: CheerioAPI, box: Cheerio<Element>): { image: string | null; imageName: string | null } {
  for (const node of box.find(PICTURE_ITEMS).find('img').toArray()) {
    const img = $(node);
    const source = img.attr('data-src') ?? img.attr('src') ?? '';
    const href = img.closest('a').attr('href') ?? '';
    const file =
      /\.(png|jpe?g|gif|webp|avif)(\/revision|\?|$)/i.test(href) && /^(https?:)?\/\//.test(href) ? href : source;
    if (file === '' || file.startsWith('data:')) continue;
    return {
      image: originalOf(file),
      imageName: img.attr('data-image-name') ?? img.attr('data-image-key') ?? nameInUrl(file),
    };
  }
  return { image: null, imageName: null };
}

/** The original that a scaled picture was made from: Fandom's `/revision/latest/…` and MediaWiki's `/thumb/`. */
export function originalOf(url: string): string {
  const fandom = /^(.*\/revision\/(?:latest|\d+))(?:\/[^?]*)?(\?.*)?$/.exec(url);
  if (fandom) return `${fandom[1]}${fandom[2] ?? ''}`;
  const thumb = /^(.*)\/thumb(\/[0-9a-f]\/[0-9a-f]{2}\/[^/]+)\/[^/]+$/.exec(url);
  return thumb ? `${thumb[1]}${thumb[2]}` : url;
}

function nameInUrl(url: string): string | null {
  const name = /\/[0-9a-f]\/[0-9a-f]{2}\/([^/?]+)/.exec(originalOf(url))?.[1];
  if (!name) return null;
  try {
    return decodeURIComponent(name).replaceAll('_', ' ');
  } catch {
    return name;
  }
}

import type { Cheerio, CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import type { InfoboxField } from '../../universe/article';
import { percentDecoded } from '../../universe/percent-decoded';
import { isDropped, readNodes } from './html-value';
import { TableInfoboxReader } from './html-table-infobox';
import { mainInfobox, templateNameOf, tellByTab, type ReadInfobox } from './portable-infobox';
import type { WikiLinks } from './wiki-links';

const PORTABLE = '.portable-infobox';
/** What other infoboxes call themselves: `infobox`, `infobox-table`, `wikitable infobox`, `infobox_v3`, `taxobox`. */
const CLASSIC_NAME = /(?:^|\s)(?:[\w-]*infobox[\w-]*|taxobox|infotable|infotaula|sidebar)(?=\s|$)/i;
const CLASSIC = 'table[class], div[class], aside[class], section[class], dl[class]';
/** A labelled value, or the head of one whose value lies elsewhere (tables, smart groups). */
const ITEMS = '.pi-data, table.pi-horizontal-group, .pi-smart-group';

/**
 * Reads the infoboxes of a page's HTML: portable ones in all the shapes that Fandom and Universal-Omega render, and
 * where there is none, those that are tables.
 */
export function parseHtmlInfobox($: CheerioAPI, links: WikiLinks): ReadInfobox | null {
  return mainInfobox(
    boxesOf($).map((box) => ($(box).is(PORTABLE) ? readBox($, $(box), links) : readClassic($, box, links))),
  );
}

/** The HTML of the infoboxes alone, to be kept for a later parser. */
export function infoboxHtml($: CheerioAPI): string {
  return boxesOf($)
    .map((box) => $.html(box))
    .join('\n');
}

/** The outermost infoboxes of the page, in their order. */
function boxesOf($: CheerioAPI): Element[] {
  const portable = $(PORTABLE).toArray();
  const boxes = portable.length > 0 ? portable : classicBoxes($);
  const all = new Set<unknown>(boxes);
  return boxes.filter(
    (box) =>
      !$(box)
        .parents()
        .toArray()
        .some((parent) => all.has(parent)),
  );
}

function classicBoxes($: CheerioAPI): Element[] {
  const named = $(CLASSIC).filter((_, node) => CLASSIC_NAME.test(node.attribs['class'] ?? ''));
  return named.toArray().filter((node) => !isDropped(node) && !/\bhidden\b/.test(node.attribs['class'] ?? ''));
}

function readClassic($: CheerioAPI, box: Element, links: WikiLinks): ReadInfobox {
  const reader = new TableInfoboxReader($, links);
  reader.read(box);
  return { infobox: { type: null, fields: reader.fields }, ...classicPicture($, box), isBroken: false };
}

function readBox($: CheerioAPI, box: Cheerio<Element>, links: WikiLinks): ReadInfobox {
  const reader = new BoxReader($, links);
  for (const item of box.find(ITEMS).toArray()) reader.item($(item));
  reader.enterTab(undefined);
  return {
    infobox: { type: templateOf($, box, links), fields: reader.fields },
    theme: themeOf(box),
    ...picture($, box.find(PICTURE_ITEMS).find('img')),
    isBroken: false,
  };
}

class BoxReader {
  readonly fields: InfoboxField[] = [];
  /** The tab of a panel that is being read, and its first field. */
  private tab: Element | undefined;
  private tabStart = 0;

  constructor(
    private readonly $: CheerioAPI,
    private readonly links: WikiLinks,
  ) {}

  /** What comes next stands in this tab, or in none. */
  enterTab(tab: Element | undefined): void {
    if (tab === this.tab) return;
    if (this.tab) tellByTab(this.fields, this.tabStart, this.tabLabel(this.tab));
    this.tab = tab;
    this.tabStart = this.fields.length;
  }

  private tabLabel(tab: Element): string {
    const content = this.$(tab);
    const tabs = content.closest('.pi-panel').find('.pi-section-tab').toArray();
    const own = tabs.find((one) => one.attribs['data-ref'] === tab.attribs['data-ref']);
    return own ? this.$(own).text().trim() : '';
  }

  item(item: Cheerio<Element>): void {
    this.enterTab(item.closest('.pi-section-content').toArray()[0] as Element | undefined);
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
      this.links,
    );
    if (read.values.length === 0) return;
    const words = readNodes(label.toArray().flatMap((node) => node.children)).values.join(' ');
    this.fields.push({ label: words || source || '', ...read });
  }
}

/** The template that the last line links to. */
function templateOf($: CheerioAPI, box: Cheerio<Element>, { namespaces }: WikiLinks): string | null {
  for (const nav of box.find('.pi-navigation').toArray()) {
    const name = templateNameOf($.html(nav), namespaces);
    if (name) return name;
  }
  return null;
}

/** The infobox's stated type, else the name of its colours, which a page may choose by any of its values. */
function themeOf(box: Cheerio<Element>): string | null {
  const classes = (box.attr('class') ?? '').split(/\s+/);
  const named = (pattern: RegExp) => classes.map((name) => pattern.exec(name)?.[1]).find((name) => name !== undefined);
  const theme = named(/^(?:pi-)?type-(.+)$/) ?? named(/^pi-theme-([\p{L}][\p{L}\d-]{0,40})$/u);
  return theme && !/^(wikia|default|[0-9a-f]{8,})$/i.test(theme) ? theme.replaceAll('-', '_') : null;
}

const PICTURE_ITEMS = '.pi-image, .pi-media, .pi-image-collection, .pi-media-collection';

type Picture = Pick<ReadInfobox, 'image' | 'imageName'>;

function picture($: CheerioAPI, images: Cheerio<Element>): Picture {
  for (const node of images.toArray()) {
    const found = pictureOf($, node);
    if (found) return found;
  }
  return { image: null, imageName: null };
}

/** Narrower than this, a picture of a table is an icon. */
const NARROWEST = 60;

/** A picture in a table stands among icons of links, of navigation and of controls. */
function classicPicture($: CheerioAPI, box: Element): Picture {
  const images = $(box).find('img');
  const isIcon = (node: Element) => Number(node.attribs['width'] ?? NARROWEST) < NARROWEST;
  return picture(
    $,
    images.filter((_, node) => !isIcon(node) && $(node).closest('.navbar, .navbox').length === 0),
  );
}

function pictureOf($: CheerioAPI, node: Element): Picture | null {
  const img = $(node);
  const source = img.attr('data-src') ?? img.attr('src') ?? '';
  const href = img.closest('a').attr('href') ?? '';
  const isFile = /\.(png|jpe?g|gif|webp|avif)(\/revision|\?|$)/i.test(href) && /^(https?:)?\/\//.test(href);
  const file = isFile && !/\/[^/:]+:[^/]+$/.test(href) ? href : source;
  if (file === '' || file.startsWith('data:')) return null;
  // A script that scales pictures: where the original lies, the wiki must say.
  const scaled = /\/thumb\.php\?(?:.*&)?f=([^&]+)/.exec(file)?.[1];
  if (scaled !== undefined) return { image: null, imageName: percentDecoded(scaled).replaceAll('_', ' ') };
  return {
    image: originalOf(file),
    imageName: img.attr('data-image-name') ?? img.attr('data-image-key') ?? nameInUrl(file) ?? fileNameIn(href),
  };
}

/** The original that a scaled picture was made from: Fandom's `/revision/latest/…` and MediaWiki's `/thumb/`. */
export function originalOf(url: string): string {
  const fandom = /^(.*\/revision\/(?:latest|\d+))(?:\/[^?]*)?(\?.*)?$/.exec(url);
  if (fandom) return `${fandom[1]}${fandom[2] ?? ''}`;
  const thumb = /^(.*)\/thumb(\/(?:[0-9a-f]\/[0-9a-f]{2}\/)?[^/?]+)\/[^/?]+(?:\?.*)?$/.exec(url);
  return thumb ? `${thumb[1]}${thumb[2]}` : url;
}

function nameInUrl(url: string): string | null {
  const name = /\/[0-9a-f]\/[0-9a-f]{2}\/([^/?]+)/.exec(originalOf(url))?.[1];
  return name ? percentDecoded(name).replaceAll('_', ' ') : null;
}

/** The file to whose page a picture links: `/wiki/File:K.png`, `/index.php?title=Datei:K.png`. */
function fileNameIn(href: string): string | null {
  const name = /[/=][^/=:?]+:([^/?#&]+\.\w{3,4})(?:[?#&]|$)/.exec(href)?.[1];
  return name ? percentDecoded(name).replaceAll('_', ' ') : null;
}

import type { Infobox, InfoboxField } from '../../universe/article';
import { isMembers, listOf, textOf } from '../../universe/members';
import { TEMPLATE, titleIn, type Namespaces } from '../wikitext/namespaces';
import { percentDecoded } from '../../universe/percent-decoded';
import type { HtmlParser } from './html-parser';
import { readNodes } from './html-value';
import { readLabel } from './label';
import type { WikiLinks } from './wiki-links';

/** What a page's infobox says, with what the article takes from it beside the fields. */
export interface ReadInfobox {
  infobox: Infobox;
  /** URL of its first picture; null where there is none. */
  image: string | null;
  /** Name of the picture's file; null where there is none. */
  imageName: string | null;
  /** What the infobox's looks are called, where nothing names its template. */
  theme?: string | null;
  /** A value holds placeholders that the wiki failed to resolve: the page's HTML has them right. */
  isBroken: boolean;
}

/** Left in a value where the extension ran before the parser resolved its links. */
const UNRESOLVED = /<!--\s*(?:IW)?LINK'?/;
const TEMPLATE_LINK = /[/=:]([^/="?#&<>:]{1,60}):([^"#?&<>]+)/g;

/**
 * Reads `pageprops.infoboxes`: JSON of an array with one entry for each infobox of the page. Any version of the
 * format; a node of an unknown type is searched for nodes. Null where the text is not that.
 */
export function parsePortableInfobox(json: string, parse: HtmlParser, links: WikiLinks): ReadInfobox | null {
  let boxes: unknown;
  try {
    boxes = JSON.parse(json);
  } catch {
    return null;
  }
  if (!Array.isArray(boxes)) return null;
  const read = listOf(boxes).map((box) => new NodeReader(parse, links).read(box['data']));
  return mainInfobox(read);
}

/** Of several infoboxes the first with fields is the article's own; the picture may stand in another. */
export function mainInfobox(boxes: readonly ReadInfobox[]): ReadInfobox | null {
  const main = boxes.find((box) => box.infobox.fields.length > 0) ?? boxes[0];
  if (!main) return null;
  const pictured = [main, ...boxes].find((box) => box.image !== null || box.imageName !== null) ?? main;
  return {
    infobox: main.infobox,
    theme: main.theme ?? null,
    image: pictured.image,
    imageName: pictured.imageName,
    isBroken: boxes.some((box) => box.isBroken),
  };
}

/** Fields from `start` on stand in one tab of a panel: where a label stood before, the later one is told by its tab. */
export function tellByTab(fields: { label: string }[], start: number, tab: string): void {
  const before = new Set(fields.slice(0, start).map(({ label }) => label));
  for (const field of fields.slice(start)) if (tab !== '' && before.has(field.label)) field.label += ` (${tab})`;
}

class NodeReader {
  private readonly fields: InfoboxField[] = [];
  private type: string | null = null;
  private image: string | null = null;
  private imageName: string | null = null;
  private isBroken = false;

  constructor(
    private readonly parse: HtmlParser,
    private readonly links: WikiLinks,
  ) {}

  read(nodes: unknown): ReadInfobox {
    this.nodes(nodes, 0);
    const { image, imageName, isBroken } = this;
    return { infobox: { type: this.type, fields: this.fields }, image, imageName, isBroken };
  }

  private nodes(nodes: unknown, depth: number): void {
    if (depth > 20) return;
    for (const node of listOf(nodes)) this.node(textOf(node['type']), node['data'], depth);
  }

  private node(type: string, data: unknown, depth: number): void {
    if (type === 'data') this.data(data);
    else if (type === 'image' || type === 'media') this.pictures(data);
    else if (type === 'navigation') this.navigation(data);
    else if (type === 'section') this.section(data, depth);
    else if (type !== 'title' && type !== 'header' && isMembers(data)) this.nodes(data['value'], depth + 1);
  }

  private section(data: unknown, depth: number): void {
    if (!isMembers(data)) return;
    const start = this.fields.length;
    this.nodes(data['value'], depth + 1);
    tellByTab(this.fields, start, readLabel(textOf(data['label']), this.parse));
  }

  private data(data: unknown): void {
    if (!isMembers(data)) return;
    const html = textOf(data['value']);
    if (UNRESOLVED.test(html)) this.isBroken = true;
    const value = readNodes(this.parse(html).root()[0]?.children ?? [], this.links);
    if (value.values.length === 0) return;
    const label = readLabel(textOf(data['label']), this.parse) || textOf(data['source']);
    this.fields.push({ label, ...value });
  }

  private pictures(data: unknown): void {
    for (const entry of listOf([data].flat())) {
      if (entry['isVideo'] === true || entry['isAudio'] === true || this.imageName !== null) continue;
      this.image = textOf(entry['url']) || null;
      this.imageName = textOf(entry['name']) || textOf(entry['key']) || null;
    }
  }

  private navigation(data: unknown): void {
    if (isMembers(data)) this.type ??= templateNameOf(textOf(data['value']), this.links.namespaces);
  }
}

/** The infobox's template, to which its last line links: `Template:CelestialBody` -> `CelestialBody`. */
export function templateNameOf(html: string, namespaces: Namespaces): string | null {
  for (const [, prefix = '', title = ''] of html.matchAll(TEMPLATE_LINK)) {
    if (namespaces.byName.get(percentDecoded(prefix).replaceAll('_', ' ').toLowerCase()) !== TEMPLATE) continue;
    return titleIn(percentDecoded(title), namespaces);
  }
  return null;
}

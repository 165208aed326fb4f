import { parameterName, partName, parseWikitext, valueStart, type TemplateNode } from './parse-wikitext';
import { transcludedText } from './page-text';

/** What a template page says of its infobox: its parameters' labels and which of them are pictures. */
export interface InfoboxDefinition {
  name: string;
  /** Parameter to label; the label may be empty. */
  labels: ReadonlyMap<string, string>;
  images: ReadonlySet<string>;
}

/** A template that hands its parameters on to another. */
export interface TemplateWrapper {
  name: string;
  /** The templates that it may show, in their order, with their parameters by the wrapper's own. */
  shows: { template: string; parameters: [own: string, theirs: string][] }[];
}

/** The infobox templates of a wiki, found by name in any spelling of spaces, underscores and case. */
export class InfoboxDefinitions {
  private readonly byKey = new Map<string, InfoboxDefinition>();
  private readonly redirects = new Map<string, string>();
  private readonly wrappers = new Map<string, TemplateWrapper>();
  /** Templates of which the wiki's own page shows that they are no infobox. */
  private readonly others = new Set<string>();

  add(definition: InfoboxDefinition): void {
    this.byKey.set(keyOf(definition.name), definition);
  }

  addWrapper(wrapper: TemplateWrapper): void {
    this.wrappers.set(keyOf(wrapper.name), wrapper);
  }

  addOther(name: string): void {
    this.others.add(keyOf(name));
  }

  addRedirect(from: string, to: string): void {
    this.redirects.set(keyOf(from), keyOf(to));
  }

  find(name: string): InfoboxDefinition | null {
    return this.resolve(name, 0);
  }

  /** Whether the wiki's own template page is known, and defines no infobox. */
  isOther(name: string): boolean {
    const key = this.redirects.get(keyOf(name)) ?? keyOf(name);
    return this.others.has(key) && this.find(name) === null;
  }

  private resolve(name: string, depth: number): InfoboxDefinition | null {
    const key = keyOf(name);
    const target = this.redirects.get(key) ?? key;
    const known = this.byKey.get(key) ?? this.byKey.get(target);
    if (known || depth > 3) return known ?? null;
    const wrapper = this.wrappers.get(target);
    for (const { template, parameters } of wrapper?.shows ?? []) {
      const shown = this.resolve(template, depth + 1);
      if (shown && wrapper) return wrapped(wrapper.name, shown, parameters);
    }
    return null;
  }

  get size(): number {
    return this.byKey.size;
  }

  /** As plain data, to be kept beside the raw infoboxes. */
  toJson(): unknown {
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    return {
      templates: [...this.byKey.values()]
        .sort(byName)
        .map(({ name, labels, images }) => ({ name, labels: [...labels], images: [...images] })),
      wrappers: [...this.wrappers.values()].filter(({ name }) => this.find(name) !== null).sort(byName),
      redirects: [...this.redirects].sort(([a], [b]) => (a < b ? -1 : 1)),
    };
  }

  static fromJson(json: unknown): InfoboxDefinitions {
    const {
      templates = [],
      wrappers = [],
      redirects = [],
    } = (json ?? {}) as {
      templates?: { name: string; labels: [string, string][]; images: string[] }[];
      wrappers?: TemplateWrapper[];
      redirects?: [string, string][];
    };
    const all = new InfoboxDefinitions();
    for (const { name, labels, images } of templates)
      all.add({ name, labels: new Map(labels), images: new Set(images) });
    for (const wrapper of wrappers) all.addWrapper(wrapper);
    for (const [from, to] of redirects) all.redirects.set(from, to);
    return all;
  }
}

/** The definition of a wrapper: its own parameters with the labels of those that it fills. */
function wrapped(name: string, shown: InfoboxDefinition, parameters: [string, string][]): InfoboxDefinition {
  const labels = new Map<string, string>();
  const images = new Set<string>();
  for (const [own, theirs] of parameters) {
    if (shown.images.has(theirs)) images.add(own);
    const label = shown.labels.get(theirs);
    if (label !== undefined) labels.set(own, label);
  }
  return { name, labels, images };
}

/** `Starship_class`, `StarshipClass` and `starship class` are one template. */
export function keyOf(name: string): string {
  return name.replace(/[\s_]+/g, '').toLowerCase();
}

/** Reads the `<infobox>` of a template page; null where it has none. `toText` makes plain text of a label. */
export function parseInfoboxDefinition(
  name: string,
  wikitext: string,
  toText: (wikitext: string) => string,
): InfoboxDefinition | null {
  const text = withoutExamples(transcludedText(wikitext));
  const start = text.search(/<infobox[\s>]/i);
  const end = start < 0 ? -1 : text.toLowerCase().indexOf('</infobox', start);
  if (end < 0) return null;
  const labels = new Map<string, string>();
  const images = new Set<string>();
  for (const { tag, source, body } of elementsOf(text.slice(start, end))) {
    if (tag !== 'data') images.add(source);
    else if (!labels.has(source)) labels.set(source, toText(contentOf(body, 'label')));
  }
  return labels.size + images.size === 0 ? null : { name, labels, images };
}

/** What a template hands on to others; null for one that shows no template with named parameters. */
export function parseWrapper(name: string, wikitext: string): TemplateWrapper | null {
  const text = transcludedText(wikitext);
  const shows: TemplateWrapper['shows'] = [];
  for (const node of parseWikitext(text)) {
    if (node.kind !== 'template' || node.name.startsWith('#')) continue;
    const parameters = handedOn(text, node);
    if (parameters.length > 0) shows.push({ template: node.name, parameters });
  }
  return shows.length === 0 ? null : { name, shows };
}

function handedOn(text: string, node: TemplateNode): [string, string][] {
  const parameters: [string, string][] = [];
  for (const part of node.parts) {
    const theirs = partName(text, part);
    const own = parameterName(text.slice(valueStart(part), part.end));
    if (theirs !== null && own !== null) parameters.push([own, theirs]);
  }
  return parameters;
}

/** Examples in a template's documentation are no definition. */
function withoutExamples(text: string): string {
  return text.replace(/<(nowiki|pre|syntaxhighlight|source)(?=[\s>])[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi, '');
}

const OPENING = /<(data|image|media|audio)(?=[\s/>])([^<>]*)>/gi;
const SOURCE = /(?:^|\s)source\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+))/i;

function* elementsOf(xml: string): Generator<{ tag: string; source: string; body: string }> {
  const elements = [...xml.matchAll(OPENING)];
  for (const [i, match] of elements.entries()) {
    const [whole, tag = '', attributes = ''] = match;
    const from = match.index + whole.length;
    const body = attributes.endsWith('/') ? '' : bodyOf(xml.slice(from, elements[i + 1]?.index), tag);
    const stated = SOURCE.exec(attributes);
    // Without a source, the parameter stands in what is shown.
    const shown = `${contentOf(body, 'format')}${contentOf(body, 'default')}`;
    const source = (stated?.[1] ?? stated?.[2] ?? stated?.[3] ?? parameterName(shown) ?? '').trim();
    if (source !== '') yield { tag: tag.toLowerCase(), source, body };
  }
}

function bodyOf(text: string, tag: string): string {
  const end = text.toLowerCase().indexOf(`</${tag.toLowerCase()}`);
  return end < 0 ? text : text.slice(0, end);
}

function contentOf(body: string, tag: string): string {
  const start = new RegExp(`<${tag}(?:\\s[^<>]*)?>`, 'i').exec(body);
  if (!start) return '';
  const from = start.index + start[0].length;
  const end = body.toLowerCase().indexOf(`</${tag}`, from);
  return end < 0 ? '' : body.slice(from, end);
}

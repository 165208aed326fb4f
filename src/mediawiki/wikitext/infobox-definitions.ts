import { parameterName, partName, parseWikitext, valueStart, type TemplateNode } from './parse-wikitext';
import { transcludedText } from './page-text';

/** What a template page says of its infobox: its parameters' labels and which of them are pictures. */
export interface InfoboxDefinition {
  name: string;
  /** Parameter to label; the label may be empty. */
  labels: ReadonlyMap<string, string>;
  images: ReadonlySet<string>;
  /** Of parameters that are shown in another way than as they are: wikitext in which they stand as `{{{name}}}`. */
  formats?: ReadonlyMap<string, string>;
  /** What is shown where a parameter is not given, likewise. */
  defaults?: ReadonlyMap<string, string>;
}

/** A definition as plain data. */
export interface WrittenDefinition {
  name: string;
  labels: [string, string][];
  images: string[];
  formats?: [string, string][];
  defaults?: [string, string][];
}

/** As plain data; members without anything are left out. */
export function writeDefinition({ name, labels, images, formats, defaults }: InfoboxDefinition): WrittenDefinition {
  return {
    name,
    labels: [...labels],
    images: [...images],
    ...(formats && formats.size > 0 && { formats: [...formats] }),
    ...(defaults && defaults.size > 0 && { defaults: [...defaults] }),
  };
}

function readDefinition({ name, labels, images, formats, defaults }: WrittenDefinition): InfoboxDefinition {
  return {
    name,
    labels: new Map(labels),
    images: new Set(images),
    formats: new Map(formats),
    defaults: new Map(defaults),
  };
}

/** What a template page says of infoboxes. With nothing but a name: that it is none. */
export type TemplatePage = WrittenDefinition | { name: string; wrapper: TemplateWrapper } | { name: string };

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

  /** Takes what a template page says. */
  addPage(page: TemplatePage): void {
    if ('labels' in page) this.add(readDefinition(page));
    else if ('wrapper' in page) this.wrappers.set(keyOf(page.wrapper.name), page.wrapper);
    else this.others.add(keyOf(page.name));
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
      templates: [...this.byKey.values()].sort(byName).map(writeDefinition),
      wrappers: [...this.wrappers.values()].filter(({ name }) => this.find(name) !== null).sort(byName),
      redirects: [...this.redirects].sort(([a], [b]) => (a < b ? -1 : 1)),
    };
  }

  /** Takes from earlier ones what is said of other templates than these. */
  addMissing(json: unknown, names: readonly string[]): void {
    const { templates, wrappers, redirects } = partsOf(json);
    const asked = new Set([...names.map(keyOf), ...this.byKey.keys(), ...this.wrappers.keys()]);
    for (const template of templates) if (!asked.has(keyOf(template.name))) this.addPage(template);
    for (const wrapper of wrappers) if (!asked.has(keyOf(wrapper.name))) this.addPage({ name: wrapper.name, wrapper });
    for (const [from, to] of redirects) if (!asked.has(from)) this.redirects.set(from, to);
  }

  static fromJson(json: unknown): InfoboxDefinitions {
    const all = new InfoboxDefinitions();
    all.addMissing(json, []);
    return all;
  }
}

/** What `toJson` wrote. */
function partsOf(json: unknown) {
  const {
    templates = [],
    wrappers = [],
    redirects = [],
  } = (json ?? {}) as {
    templates?: WrittenDefinition[];
    wrappers?: TemplateWrapper[];
    redirects?: [string, string][];
  };
  return { templates, wrappers, redirects };
}

/** The definition of a wrapper: its own parameters with the labels of those that it fills. */
function wrapped(name: string, shown: InfoboxDefinition, parameters: [string, string][]): InfoboxDefinition {
  const labels = new Map<string, string>();
  const images = new Set<string>();
  const formats = new Map<string, string>();
  const defaults = new Map<string, string>();
  const ownNames = new Map(parameters.map(([own, theirs]) => [theirs, own]));
  // What is shown without a parameter of its own is shown through the wrapper as well.
  const constants = [...shown.labels.keys()].filter((source) => source.startsWith('#'));
  for (const [own, theirs] of [...parameters, ...constants.map((source): [string, string] => [source, source])]) {
    if (shown.images.has(theirs)) images.add(own);
    const label = shown.labels.get(theirs);
    if (label !== undefined) labels.set(own, label);
    const [format, fallback] = [shown.formats?.get(theirs), shown.defaults?.get(theirs)];
    if (format !== undefined) formats.set(own, renamed(format, ownNames));
    if (fallback !== undefined) defaults.set(own, renamed(fallback, ownNames));
  }
  return { name, labels, images, formats, defaults };
}

/** Wikitext with its parameters under other names. */
function renamed(wikitext: string, names: ReadonlyMap<string, string>): string {
  return wikitext.replace(/\{\{\{([^{}|]{1,200})(?=[|}])/g, (whole, name: string) => {
    const other = names.get(name.trim());
    return other === undefined ? whole : `{{{${other}`;
  });
}

/** `Starship_class`, `StarshipClass` and `starship class` are one template. */
export function keyOf(name: string): string {
  return name.replace(/[\s_]+/g, '').toLowerCase();
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

/** What a template page says of its infobox: its parameters' labels and which of them are pictures. */
export interface InfoboxDefinition {
  name: string;
  /** Parameter to label; the label may be empty. */
  labels: ReadonlyMap<string, string>;
  images: ReadonlySet<string>;
}

/** The infobox templates of a wiki, found by name in any spelling of spaces, underscores and case. */
export class InfoboxDefinitions {
  private readonly byKey = new Map<string, InfoboxDefinition>();
  private readonly redirects = new Map<string, string>();

  add(definition: InfoboxDefinition): void {
    this.byKey.set(keyOf(definition.name), definition);
  }

  addRedirect(from: string, to: string): void {
    this.redirects.set(keyOf(from), keyOf(to));
  }

  find(name: string): InfoboxDefinition | null {
    const key = keyOf(name);
    return this.byKey.get(key) ?? this.byKey.get(this.redirects.get(key) ?? '') ?? null;
  }

  get size(): number {
    return this.byKey.size;
  }

  /** As plain data, to be kept beside the raw infoboxes. */
  toJson(): unknown {
    const definitions = [...this.byKey.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      templates: definitions.map(({ name, labels, images }) => ({ name, labels: [...labels], images: [...images] })),
      redirects: [...this.redirects].sort(([a], [b]) => (a < b ? -1 : 1)),
    };
  }

  static fromJson(json: unknown): InfoboxDefinitions {
    const { templates = [], redirects = [] } = (json ?? {}) as {
      templates?: { name: string; labels: [string, string][]; images: string[] }[];
      redirects?: [string, string][];
    };
    const all = new InfoboxDefinitions();
    for (const { name, labels, images } of templates)
      all.add({ name, labels: new Map(labels), images: new Set(images) });
    for (const [from, to] of redirects) all.redirects.set(from, to);
    return all;
  }
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
  const start = wikitext.search(/<infobox[\s>]/i);
  const end = start < 0 ? -1 : wikitext.indexOf('</infobox>', start);
  if (end < 0) return null;
  const labels = new Map<string, string>();
  const images = new Set<string>();
  for (const { tag, source, body } of elementsOf(wikitext.slice(start, end))) {
    if (tag === 'image' || tag === 'media') images.add(source);
    else labels.set(source, toText(labelIn(body)));
  }
  return labels.size + images.size === 0 ? null : { name, labels, images };
}

const OPENING = /<(data|image|media)\s([^<>]*)>/g;
const SOURCE = /\bsource\s*=\s*(?:"([^"]*)"|'([^']*)')/;

function* elementsOf(xml: string): Generator<{ tag: string; source: string; body: string }> {
  for (const match of xml.matchAll(OPENING)) {
    const [whole, tag = '', attributes = ''] = match;
    const source = SOURCE.exec(attributes);
    const name = (source?.[1] ?? source?.[2] ?? '').trim();
    if (name === '') continue;
    const from = match.index + whole.length;
    const to = attributes.endsWith('/') ? from : xml.indexOf(`</${tag}>`, from);
    yield { tag, source: name, body: xml.slice(from, to < 0 ? from : to) };
  }
}

function labelIn(body: string): string {
  const start = body.indexOf('<label>');
  const end = start < 0 ? -1 : body.indexOf('</label>', start);
  return end < 0 ? '' : body.slice(start + 7, end);
}

import { imageAddress, type ImageStore } from '../image-address';
import { InfoboxDefinitions } from '../wikitext/infobox-definitions';
import { namespacesOf, type Namespaces } from '../wikitext/namespaces';
import type { KnownLabels } from '../wikitext/parameter-labels';
import type { RenderOptions } from '../wikitext/render-value';
import { parseWikitextInfobox, type ParameterRules } from '../wikitext/wikitext-infobox';
import { parseHtmlInfobox } from './html-infobox';
import { loadHtmlParser, type HtmlParser } from './html-parser';
import { parsePortableInfobox, type ReadInfobox } from './portable-infobox';
import type { RawInfobox } from './raw-infobox';
import { readTableRow } from './table-row';
import type { WikiLinks } from './wiki-links';

/** What is needed beside a raw infobox or a page's source to read it; kept with them. */
export interface RawContext {
  /** How the wiki addresses its articles: `/wiki/$1`, on which host. */
  articlePath: string;
  server?: string;
  namespaces: [key: number, name: string][];
  /** The wiki's language, and whether titles differ by the case of their first letter; left out: English, no. */
  language?: string;
  isCaseSensitive?: boolean;
  articleNamespaces?: string[];
  /** What the universe's definition says of templates' parameters. */
  labels?: KnownLabels;
  pictures?: string[];
  imageStore: ImageStore | null;
  /** The infobox templates, as InfoboxDefinitions writes them. */
  definitions: unknown;
}

/** The wiki's namespaces, as the context tells them. */
export function namespacesIn({ namespaces, language, isCaseSensitive, articleNamespaces }: RawContext): Namespaces {
  return namespacesOf(namespaces, { language, isCaseSensitive, articleNamespaces });
}

/** How the wiki's rendered links are read. */
export function linksOf(context: RawContext): WikiLinks {
  return { articlePath: context.articlePath, server: context.server, namespaces: namespacesIn(context) };
}

/** Reads raw infoboxes of every form: after a download, and again when the parser has become better. */
export class RawInfoboxReader {
  private readonly definitions: InfoboxDefinitions;
  private readonly render: RenderOptions;
  private readonly parameters: ParameterRules;
  readonly links: WikiLinks;

  private constructor(
    private readonly context: RawContext,
    private readonly parse: HtmlParser,
  ) {
    this.definitions = InfoboxDefinitions.fromJson(context.definitions);
    this.render = { namespaces: namespacesIn(context) };
    this.links = linksOf(context);
    this.parameters = { labels: context.labels, pictures: new Set(context.pictures) };
  }

  static async open(context: RawContext): Promise<RawInfoboxReader> {
    return new RawInfoboxReader(context, await loadHtmlParser());
  }

  /** Null where there is no infobox in it. The image is an address where the wiki's store is known. */
  read(raw: RawInfobox): ReadInfobox | null {
    const read = this.readTyped(raw);
    if (!read || read.image !== null || read.imageName === null || !this.context.imageStore) return read;
    return raw.form === 'wikitext' ? { ...read, image: imageAddress(this.context.imageStore, read.imageName) } : read;
  }

  private readTyped(raw: RawInfobox): ReadInfobox | null {
    const read = this.readForm(raw);
    if (!read || read.infobox.type !== null) return read;
    return { ...read, infobox: { ...read.infobox, type: raw.type ?? read.theme ?? null } };
  }

  private readForm({ form, source }: RawInfobox): ReadInfobox | null {
    switch (form) {
      case 'pageprops':
        return parsePortableInfobox(source, this.parse, this.links);
      case 'html':
        return parseHtmlInfobox(this.parse(source), this.links);
      case 'table':
        return readTableRow(source, this.render);
      case 'wikitext':
        return parseWikitextInfobox(source, this.render, this.definitions, this.parameters);
    }
  }
}

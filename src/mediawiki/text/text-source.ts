import type { ArticleText } from '../../universe/section';
import { imageAddress } from '../image-address';
import { loadHtmlParser, type HtmlParser } from '../infobox/html-parser';
import { linksOf, namespacesIn, type RawContext } from '../infobox/read-raw';
import { textOfHtml } from './html-text';
import { textOfWikitext, type TextOptions } from './wikitext-text';

/** Raised whenever the same source would give another text; like the version of the infobox parser. */
export const TEXT_PARSER_VERSION = 1;

/** What an article's text is made of, kept beside the articles so that a better parser needs no download. */
export interface TextSource {
  form: 'wikitext' | 'html';
  /** The whole page: its wikitext, or its body as the wiki renders it. */
  source: string;
}

/** Makes texts of what wikis and dumps give: after a download, and again when the parser has become better. */
export class TextReader {
  private readonly options: TextOptions;

  private constructor(
    private readonly context: RawContext,
    private readonly parse: HtmlParser,
  ) {
    const store = context.imageStore;
    this.options = {
      namespaces: namespacesIn(context),
      imageAddress: (name) => store && imageAddress(store, name),
    };
  }

  static async open(context: RawContext): Promise<TextReader> {
    return new TextReader(context, await loadHtmlParser());
  }

  /** Null where nothing is left of the page as text. */
  read(title: string, { form, source }: TextSource): ArticleText | null {
    const text =
      form === 'html'
        ? textOfHtml(this.parse(source), linksOf(this.context))
        : textOfWikitext(title, source, this.options);
    const isEmpty = text.gallery.length === 0 && text.sections.every((one) => one.heading === '' && one.text === '');
    return isEmpty ? null : text;
  }
}

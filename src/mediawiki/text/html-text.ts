import type { CheerioAPI } from 'cheerio';
import type { AnyNode, Element } from 'domhandler';
import type { ArticleText } from '../../universe/section';
import { isElement, textOf } from '../infobox/html-value';
import { linkHref, type WikiLinks } from '../infobox/wiki-links';
import { ElementWriter } from './element-writer';
import { pictureIn } from './html-pictures';
import { markdownHref } from './markdown-href';
import { TextBuilder } from './text-builder';

/**
 * The text of an article by sections, as Markdown, and its pictures, from the page's rendered HTML. Linear in its size;
 * the depth of the document does not matter.
 */
export function textOfHtml($: CheerioAPI, links: WikiLinks): ArticleText {
  const root = $('.mw-parser-output').get(0) ?? $('body').get(0) ?? $.root().get(0);
  return root ? new HtmlTextReader(links).read(root) : { sections: [], gallery: [] };
}

/** An element whose children are being read. */
interface Open {
  element: Element | null;
  children: readonly AnyNode[];
  next: number;
}

class HtmlTextReader {
  private readonly builder = new TextBuilder();
  private readonly elements = new ElementWriter(this.builder);

  constructor(private readonly links: WikiLinks) {}

  read(root: AnyNode): ArticleText {
    const stack: Open[] = [{ element: null, children: 'children' in root ? root.children : [], next: 0 }];
    for (let open = stack.at(-1); open; open = stack.at(-1)) {
      const node = open.children[open.next++];
      if (node === undefined) {
        stack.pop();
        if (open.element) this.leave(open.element);
      } else if (node.type === 'text') this.builder.text(textOf(node));
      else if (isElement(node) && this.enter(node)) stack.push({ element: node, children: node.children, next: 0 });
    }
    return this.builder.finish();
  }

  /** Begins an element; false where nothing in it is text. */
  private enter(element: Element): boolean {
    const { name, attribs } = element;
    const pictures = pictureIn(element, this.links);
    if (pictures) {
      for (const { url, caption } of pictures) this.builder.picture(url, caption);
      this.builder.gap();
      return false;
    }
    if (name === 'math') {
      this.builder.formula(attribs['alttext'] ?? '');
      return false;
    }
    if (name === 'pre') this.builder.open({ kind: 'preformatted', language: languageOf(element) });
    else this.elements.open(name, name.length === 2 ? withAnchor(element) : attribs);
    if (this.elements.isPassing) {
      this.elements.close(name);
      this.builder.gap();
      return false;
    }
    if (name === 'a') {
      if (/[?&]wpDestFile=/.test(attribs['href'] ?? '')) return this.missingFile();
      const href = linkHref(attribs['href'], this.links);
      const isFree = /(?:^|\s)free(?=\s|$)/.test(attribs['class'] ?? '');
      // An address that is its own text is told once.
      this.builder.href = href === null || isFree ? null : markdownHref(href);
      if (/\bautonumber\b/.test(attribs['class'] ?? '')) return this.numbered();
    }
    return true;
  }

  private missingFile(): false {
    this.builder.gap();
    return false;
  }

  /** A link without a text is shown as a number in brackets. */
  private numbered(): false {
    this.builder.linkNumber();
    this.builder.href = null;
    return false;
  }

  private leave({ name }: Element): void {
    if (name === 'a') this.builder.href = null;
    this.elements.close(name);
  }
}

/** The language of highlighted code. */
function languageOf({ parent }: Element): string {
  const classes = parent && isElement(parent) ? (parent.attribs['class'] ?? '') : '';
  return /(?:^|\s)mw-highlight-lang-([\w+-]{1,30})(?=\s|$)/.exec(classes)?.[1] ?? '';
}

/** Before 1.44, the anchor of a heading is that of the element with its text. */
function withAnchor(element: Element): Record<string, string> {
  if (!/^h[1-6]$/.test(element.name)) return element.attribs;
  for (const child of element.children)
    if (isElement(child) && /\bmw-headline\b/.test(child.attribs['class'] ?? ''))
      return { ...element.attribs, id: child.attribs['id'] ?? '' };
  return element.attribs;
}

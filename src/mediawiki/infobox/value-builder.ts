import type { InfoboxLink } from '../../universe/article';

/** A value as the native form keeps it: one text an item, and the links in reading order. */
export interface InfoboxValue {
  values: string[];
  links: InfoboxLink[];
}

const SPACES = /\s+/g;
/** Marks without width; the joiners of Persian and Indic words are letters. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
/** A removed reference leaves `Yavin 4,` or `; ` behind. */
const LOOSE_ENDS = /^[\s,;]+|[\s,;]+$/g;

/** Collapses white space and cuts the separators that removed references leave behind. */
export function tidy(text: string): string {
  return text.replace(INVISIBLE, '').replace(SPACES, ' ').replace(LOOSE_ENDS, '').replaceAll(' ,', ',');
}

/** Collects the text of a value, item by item, from whichever markup it was written in. */
export class ValueBuilder {
  private readonly values: string[] = [];
  private readonly links: InfoboxLink[] = [];
  private readonly seen = new Set<string>();
  private item = '';
  private linkHref: string | null = null;
  /** Kept apart: cutting it out of a long item again and again would copy the item each time. */
  private linkText = '';

  text(piece: string): void {
    this.item += piece;
    if (this.linkHref !== null) this.linkText += piece;
  }

  /** Ends the present item: a list item, a line break, a block. */
  breakItem(): void {
    this.closeLink();
    const value = tidy(this.item);
    if (value !== '') this.values.push(value);
    this.item = '';
  }

  openLink(href: string): void {
    this.closeLink();
    this.linkText = '';
    this.linkHref = href;
  }

  closeLink(): void {
    if (this.linkHref === null) return;
    const text = tidy(this.linkText);
    const key = `${this.linkHref}\n${text}`;
    if (text !== '' && !this.seen.has(key)) {
      this.seen.add(key);
      this.links.push({ text, href: this.linkHref });
    }
    this.linkHref = null;
  }

  build(): InfoboxValue {
    this.breakItem();
    return { values: this.values, links: this.links };
  }
}

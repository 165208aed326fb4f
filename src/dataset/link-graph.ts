import { fold } from '../universe/fold';
import { linkTarget } from '../universe/link-target';
import type { Infobox } from '../universe/article';
import { labelKey } from '../universe/label';
import type { LinkEdges } from './link-lists-writer';
import { Column } from './search/column';
import { TextTable } from './text-table';

/** What decides which link texts are names of an article. */
export interface LinkedArticle {
  title: string;
  /** It has a name of its own, so that a text in lower case is none. */
  isNamed: boolean;
}

/** Numbers of fewer digits say an amount or an issue, not a name. */
const MIN_DIGITS = 4;
const POSSESSIVE = /(?:['’]s|s['’])$/;

/** A text under which other articles link to one, and how often. */
export interface LinkText {
  text: string;
  uses: number;
}

/**
 * The links between the articles' infoboxes: collects by name, resolves when all titles are known.
 * Addresses and texts are interned; an article's links are runs of numbers.
 */
export class LinkGraph {
  private readonly hrefs = new TextTable();
  private readonly texts = new TextTable();
  private readonly from = new Column();
  private readonly to = new Column();
  private readonly text = new Column();
  private readonly fields = new TextTable();
  private readonly field = new Column();

  add(seq: number, infobox: Infobox | null): void {
    for (const { label, links } of infobox?.fields ?? []) {
      const field = links.length === 0 ? 0 : this.fields.numberOf(labelKey(label));
      for (const { href, text } of links) {
        this.from.push(seq);
        this.to.push(this.hrefs.numberOf(href));
        this.text.push(this.texts.numberOf(text));
        this.field.push(field);
      }
    }
  }

  /**
   * Counts, by sequence number, how many other articles link to each, and collects the texts that are names: used at
   * least twice, by half of the links with that text or more.
   * `find` gives the sequence number of the article that a title key (also a redirect's) names, or -1.
   */
  resolve(articles: number, articleOf: (seq: number) => LinkedArticle, find: (key: string) => number) {
    const seqOfHref = new Int32Array(this.hrefs.size);
    for (let href = 0; href < seqOfHref.length; href++) {
      const target = linkTarget(this.hrefs.text(href));
      seqOfHref[href] = target ? find(target) : -1;
    }
    const [from, to] = [this.from.view(), this.to.view()];
    const links = new Uint32Array(articles);
    const uses = new Uint32Array(articles);
    const lastFrom = new Int32Array(articles).fill(-1);
    for (let i = 0; i < to.length; i++) {
      const seq = seqOfHref[to[i]!]!;
      if (seq < 0 || seq === from[i]) continue;
      uses[seq]!++;
      if (lastFrom[seq] === from[i]) continue;
      // Links of one article come one after another, so the last one seen tells whether it was counted.
      lastFrom[seq] = from[i]!;
      links[seq]!++;
    }
    const linkTexts = this.collectTexts(seqOfHref, uses, articleOf);
    return { links, linkTexts, edges: this.edges(seqOfHref) };
  }

  private edges(seqOfHref: Int32Array): LinkEdges {
    return {
      from: this.from.view(),
      to: Int32Array.from(this.to.view(), (href) => seqOfHref[href]!),
      field: this.field.view(),
      fieldNames: Array.from({ length: this.fields.size }, (_, field) => this.fields.text(field)),
    };
  }

  /** In the order in which the articles were first linked to. */
  private collectTexts(seqOfHref: Int32Array, uses: Uint32Array, articleOf: (seq: number) => LinkedArticle) {
    const { starts, texts } = this.textsBySeq(seqOfHref, uses);
    const folded: string[] = [];
    const foldedText = (text: number) => (folded[text] ??= fold(this.texts.text(text)));
    const usesInAll = new Map<string, number>();
    for (const text of texts) usesInAll.set(foldedText(text), (usesInAll.get(foldedText(text)) ?? 0) + 1);
    const result = new Map<number, LinkText[]>();
    for (let i = 0; i < this.to.length; i++) {
      const seq = seqOfHref[this.to.at(i)]!;
      if (seq < 0 || seq === this.from.at(i) || uses[seq]! < 2) continue;
      uses[seq] = 0;
      const used = this.usedTwice(texts.subarray(starts[seq], starts[seq + 1]), articleOf(seq), foldedText);
      const names = used.filter((its) => its.uses * 2 >= (usesInAll.get(fold(its.text)) ?? 0));
      if (names.length > 0) result.set(seq, names);
    }
    return result;
  }

  /** The texts of the links to each article, in the order of the links. */
  private textsBySeq(seqOfHref: Int32Array, uses: Uint32Array): { starts: Uint32Array; texts: Uint32Array } {
    const starts = new Uint32Array(uses.length + 1);
    for (let seq = 0; seq < uses.length; seq++) starts[seq + 1] = starts[seq]! + uses[seq]!;
    const next = starts.slice();
    const texts = new Uint32Array(starts[uses.length]!);
    for (let i = 0; i < this.to.length; i++) {
      const seq = seqOfHref[this.to.at(i)]!;
      if (seq >= 0 && seq !== this.from.at(i)) texts[next[seq]!++] = this.text.at(i);
    }
    return { starts, texts };
  }

  /** Texts that fold alike are one, written as the first of them. */
  private usedTwice(texts: Uint32Array, article: LinkedArticle, foldedText: (text: number) => string): LinkText[] {
    const own = fold(article.title);
    const byFolded = new Map<string, { text: number; uses: number; isName: boolean }>();
    for (const text of texts) {
      const folded = foldedText(text);
      if (folded === own || !mayBeName(this.texts.text(text), folded)) continue;
      const isName = !article.isNamed || hasCapital(this.texts.text(text));
      const known = byFolded.get(folded);
      if (!known) byFolded.set(folded, { text, uses: 1, isName });
      else {
        known.uses++;
        known.isName ||= isName;
      }
    }
    const used: LinkText[] = [];
    for (const { text, uses, isName } of byFolded.values()) {
      if (uses >= 2 && isName) used.push({ text: this.texts.text(text), uses });
    }
    return used.sort((a, b) => b.uses - a.uses || (a.text < b.text ? -1 : 1));
  }
}

function mayBeName(text: string, folded: string): boolean {
  if (folded === '' || POSSESSIVE.test(text)) return false;
  return !/^\d+$/.test(folded) || folded.length >= MIN_DIGITS;
}

/** Or is of a script without capitals. */
function hasCapital(text: string): boolean {
  return text !== text.toLowerCase() || text === text.toUpperCase();
}

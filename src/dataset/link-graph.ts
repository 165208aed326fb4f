import { fold, titleKey } from '../universe/fold';
import type { Infobox } from '../universe/article';

/** A text under which other articles link to one, and how often. */
export interface LinkText {
  text: string;
  uses: number;
}

const WIKI_PATH = '/wiki/';

/** The title that a link leads to, without fragment and query; null for links out of the wiki. */
export function linkTarget(href: string): string | null {
  if (!href.startsWith(WIKI_PATH)) return null;
  const end = href.search(/[?#]/);
  const path = href.slice(WIKI_PATH.length, end < 0 ? undefined : end);
  if (!path.includes('%')) return titleKey(path);
  try {
    return titleKey(decodeURIComponent(path));
  } catch {
    return titleKey(path); // a stray percent sign belongs to the title
  }
}

/**
 * The links between the articles' infoboxes: collects by name, resolves when all titles are known.
 * Targets and texts are interned; an article's links are runs of numbers.
 */
export class LinkGraph {
  private readonly targetOfHref = new Map<string, number>();
  private readonly targets: string[] = [];
  private readonly targetNumbers = new Map<string, number>();
  private readonly texts = new Map<string, number>();
  private readonly textList: string[] = [];
  private from = new Uint32Array(1 << 14);
  private to = new Uint32Array(1 << 14);
  private text = new Uint32Array(1 << 14);
  private count = 0;

  add(seq: number, infobox: Infobox | null): void {
    if (!infobox) return;
    for (const field of infobox.fields) {
      for (const link of field.links) {
        const target = this.targetNumber(link.href);
        if (target >= 0) this.push(seq, target, this.textNumber(link.text));
      }
    }
  }

  /**
   * Counts, by sequence number, how many other articles link to each, and collects the texts used at least twice.
   * `find` gives the sequence number of the article that a title key (also a redirect's) names, or -1.
   */
  resolve(articles: number, titleOf: (seq: number) => string, find: (key: string) => number) {
    const links = new Uint32Array(articles);
    const uses = new Map<number, Map<number, number>>();
    const seqOfTarget = Int32Array.from(this.targets, (key) => find(key));
    const lastFrom = new Int32Array(articles).fill(-1);
    for (let i = 0; i < this.count; i++) {
      const from = this.from[i] ?? 0;
      const seq = seqOfTarget[this.to[i] ?? 0] ?? -1;
      if (seq < 0 || seq === from) continue;
      if (lastFrom[seq] !== from) {
        // Links of one article come one after another, so the last one seen tells whether it was counted.
        lastFrom[seq] = from;
        links[seq]!++;
      }
      let ofArticle = uses.get(seq);
      if (!ofArticle) uses.set(seq, (ofArticle = new Map()));
      const text = this.text[i] ?? 0;
      ofArticle.set(text, (ofArticle.get(text) ?? 0) + 1);
    }
    return { links, linkTexts: this.collectTexts(uses, titleOf) };
  }

  private collectTexts(uses: Map<number, Map<number, number>>, titleOf: (seq: number) => string) {
    const foldedTexts = this.textList.map(fold);
    const result = new Map<number, LinkText[]>();
    for (const [seq, counts] of uses) {
      const own = fold(titleOf(seq));
      const byFolded = new Map<string, LinkText>();
      for (const [text, count] of counts) {
        const folded = foldedTexts[text] ?? '';
        if (folded === '' || folded === own) continue;
        const known = byFolded.get(folded);
        if (known) known.uses += count;
        else byFolded.set(folded, { text: this.textList[text] ?? '', uses: count });
      }
      const used = [...byFolded.values()].filter((entry) => entry.uses >= 2);
      if (used.length > 0) {
        used.sort((a, b) => b.uses - a.uses || (a.text < b.text ? -1 : 1));
        result.set(seq, used);
      }
    }
    return result;
  }

  private targetNumber(href: string): number {
    const known = this.targetOfHref.get(href);
    if (known !== undefined) return known;
    const key = linkTarget(href);
    let number = -1;
    if (key) {
      number = this.targetNumbers.get(key) ?? this.targets.length;
      if (number === this.targets.length) {
        this.targets.push(key);
        this.targetNumbers.set(key, number);
      }
    }
    this.targetOfHref.set(href, number);
    return number;
  }

  private textNumber(text: string): number {
    let number = this.texts.get(text);
    if (number === undefined) {
      number = this.textList.length;
      this.texts.set(text, number);
      this.textList.push(text);
    }
    return number;
  }

  private push(from: number, to: number, text: number): void {
    if (this.count === this.from.length) {
      this.from = grown(this.from);
      this.to = grown(this.to);
      this.text = grown(this.text);
    }
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.text[this.count++] = text;
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

import { compareCodePoints, fold, twinOf } from '../universe/fold';
import type { Directory } from './directory';
import { linkTarget } from '../universe/link-target';

const WIKI_PATH = '/wiki/';
/** How often the encoding of a title may have been encoded again. */
const MOST_DECODINGS = 2;

/**
 * Finds the one article that a caller means by a title. What the wiki itself would find comes first: titles and
 * redirects. Looser readings only count where a stricter one finds nothing, and only where they leave one article.
 */
export class TitleFinder {
  constructor(private readonly directory: Directory) {}

  /** Ordinal of the article, or -1 where there is none or several could be meant. */
  find(asked: string): number {
    const readings = readingsOf(asked);
    const ways = [
      (title: string) => this.directory.find(title),
      (title: string) => this.directory.find(twinOf(title)),
      (title: string) => this.findFolded(title),
      (title: string) => this.findFolded(twinOf(title)),
      (title: string) => this.findByName(title),
    ];
    for (const way of ways) {
      for (const title of readings) {
        const found = way(title);
        if (found >= 0) return found;
      }
    }
    return -1;
  }

  /** The title in another case, or without its accents and hyphens. */
  private findFolded(title: string): number {
    const folded = fold(title);
    if (folded === '') return -1;
    const { directory } = this;
    const alike: number[] = [];
    for (let at = this.firstNotBefore(folded); at < directory.count && directory.folded.get(at) === folded; at++) {
      alike.push(at);
    }
    const lower = title.toLowerCase();
    const sameLetters = alike.filter((ordinal) => directory.title(ordinal).toLowerCase() === lower);
    return only(sameLetters.length > 0 ? sameLetters : alike);
  }

  /** A name that one article alone bears; of twins the plain title stands for both. */
  private findByName(name: string): number {
    const bearers = this.directory.search.bearersOf(name);
    const titles = new Set(bearers.map((ordinal) => this.directory.title(ordinal)));
    return only(
      bearers.filter((ordinal) => {
        const title = this.directory.title(ordinal);
        return title.length < twinOf(title).length || !titles.has(twinOf(title));
      }),
    );
  }

  private firstNotBefore(folded: string): number {
    let low = 0;
    let high = this.directory.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareCodePoints(this.directory.folded.get(middle), folded) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function only(ordinals: readonly number[]): number {
  return ordinals.length === 1 ? ordinals[0]! : -1;
}

/** What a text may say, the most literal first: as it is, without a slash behind it, decoded, the title of an address. */
function readingsOf(asked: string): string[] {
  const readings = new Set([asked]);
  if (asked.endsWith('/')) readings.add(asked.slice(0, -1));
  let text = asked;
  for (let times = 0; times <= MOST_DECODINGS; times++) {
    const path = text.indexOf(WIKI_PATH);
    const target = path < 0 ? null : linkTarget(text.slice(path));
    if (target) readings.add(target);
    const decoded = decode(text);
    if (decoded === null || decoded === text) break;
    readings.add((text = decoded));
  }
  return [...readings];
}

/** Null where it is no valid encoding: a percent sign may belong to a title. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

import type { SectionEntry, ReadableText } from '../dataset/text-pack';
import { pauseDue } from '../event-loop/pauses';
import { Problem } from '../problem/problem';
import { plainPieces } from '../universe/markdown';
import { anchorOf, type GalleryPicture, type Section } from '../universe/section';
import type { UniverseView } from './universe-view';

export const TEXT_FORMATS = ['markdown', 'plain'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export interface SectionsQuery {
  /** Index or anchor: that section with those below it; every section if left out. */
  section?: string | undefined;
  /** Leaves the texts out. */
  toc?: boolean | undefined;
  format: TextFormat;
  maxBytes: number;
}

/** A section as it is asked for; `bytes` is of its whole Markdown. */
export interface AskedSection extends Section {
  bytes: number;
}

export interface AskedSections {
  sections: AskedSection[];
  gallery: readonly GalleryPicture[];
  sourceUrl: string | null;
  /** Something that was asked for is missing, for want of room. */
  truncated: boolean;
  /** Index of the section behind the last one given; null at the end of the article. */
  nextSection: number | null;
}

/**
 * Sections of an article's text, as many as fit into so many bytes; of a section that is larger by itself, its
 * beginning. Throws Problem SECTION_NOT_FOUND or ARTICLE_DAMAGED.
 */
export async function readSections(view: UniverseView, ordinal: number, query: SectionsQuery): Promise<AskedSections> {
  const text = await textOf(view, ordinal);
  const all = text?.sections ?? [];
  const { from, to } = spanOf(all, query.section, view.directory.title(ordinal));
  const sections: AskedSection[] = [];
  let room = query.maxBytes;
  let index = from;
  let truncated = false;
  for (; text && index < to && !truncated; index++) {
    const { level, heading, anchor, start, end } = all[index]!;
    const bytes = end - start;
    const fits = query.toc === true || bytes <= room;
    if (!fits && sections.length > 0) {
      truncated = true;
      break;
    }
    const read = query.toc === true ? '' : cutText(text.read(start, Math.min(end, start + room)), !fits);
    sections.push({ index, level, heading, anchor, bytes, text: await inFormat(read, query.format) });
    truncated = !fits;
    room -= bytes;
    const pause = pauseDue();
    if (pause) await pause;
  }
  return {
    sections,
    gallery: text?.gallery ?? [],
    sourceUrl: text ? text.sourceUrl : ((await view.cards([ordinal]))[0]?.sourceUrl ?? null),
    truncated,
    nextSection: index < all.length ? index : null,
  };
}

/** The whole text of an article: null where it has none. Throws Problem ARTICLE_DAMAGED. */
export async function textOf(view: UniverseView, ordinal: number): Promise<ReadableText | null> {
  const text = await view.text(ordinal);
  if (text !== null || !view.directory.hasText(ordinal)) return text;
  throw new Problem(
    'ARTICLE_DAMAGED',
    `What is stored of “${view.directory.title(ordinal)}” is damaged. It is being made anew; try again in a minute.`,
    { retryAfterSeconds: 60 },
  );
}

/** The section that was asked for, and those below it. */
function spanOf(all: readonly SectionEntry[], asked: string | undefined, title: string): { from: number; to: number } {
  if (asked === undefined) return { from: 0, to: all.length };
  const from = /^\d{1,6}$/.test(asked) ? Number(asked) : all.findIndex(({ anchor }) => isAnchor(anchor, asked));
  const section = all[from];
  if (!section) {
    throw new Problem('SECTION_NOT_FOUND', `“${title}” has no section “${asked.slice(0, 300)}”.`, {
      sections: all.slice(0, 100).map(({ anchor }, index) => ({ index, anchor })),
    });
  }
  let to = from + 1;
  while (from > 0 && to < all.length && all[to]!.level > section.level) to++;
  return { from, to };
}

function isAnchor(anchor: string, asked: string): boolean {
  return anchor !== '' && (anchor === asked || anchor === anchorOf(asked));
}

/** The text of some bytes; where they were cut, they end with a whole paragraph, line or word. */
function cutText(bytes: Buffer, isCut: boolean): string {
  const text = bytes.toString('utf8');
  if (!isCut) return text;
  for (const end of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(end);
    if (at > text.length / 2) return text.slice(0, at);
  }
  return text.replace(/\ufffd+$/, '');
}

/** A text as it is asked for. A long one takes several turns of the event loop. */
export async function inFormat(markdown: string, format: TextFormat): Promise<string> {
  if (format === 'markdown') return markdown;
  let plain = '';
  for (const piece of plainPieces(markdown)) {
    plain += piece;
    const pause = pauseDue();
    if (pause) await pause;
  }
  return plain;
}

import { plainText } from '../../universe/markdown';
import { eachWord, wordsOfQuery } from './text-words';

const SNIPPET_BYTES = 240;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

interface Mark {
  start: number;
  end: number;
}

/** The part of a passage with the most of a query's words, those in `<mark>`; everything else is escaped for HTML. */
export function snippetOf(markdown: string, query: string): string {
  const text = Buffer.from(plainText(markdown).replace(/\s+/g, ' ').trim());
  const marks = marksIn(text, query);
  const { start, end } = windowOf(text, marks);
  let html = start > 0 ? '… ' : '';
  let at = start;
  for (const mark of marks) {
    if (mark.start < at || mark.end > end) continue;
    html += `${escaped(text, at, mark.start)}<mark>${escaped(text, mark.start, mark.end)}</mark>`;
    at = mark.end;
  }
  return `${html}${escaped(text, at, end)}${end < text.length ? ' …' : ''}`;
}

function marksIn(text: Buffer, query: string): Mark[] {
  const wanted = new Set(wordsOfQuery(query).map(({ high, low }) => `${high}.${low}`));
  const marks: Mark[] = [];
  eachWord(text, {
    word: (high, low, start, end) => {
      if (wanted.has(`${high}.${low}`) && start >= (marks.at(-1)?.end ?? 0)) marks.push({ start, end });
    },
  });
  return marks;
}

/** Where most marks stand close together, from one space to another. */
function windowOf(text: Buffer, marks: readonly Mark[]): Mark {
  let best = { first: 0, count: 0 };
  for (let first = 0, last = 0; first < marks.length; first++) {
    while (last < marks.length && marks[last]!.end - marks[first]!.start <= SNIPPET_BYTES) last++;
    if (last - first > best.count) best = { first, count: last - first };
  }
  if (text.length <= SNIPPET_BYTES) return { start: 0, end: text.length };
  const from = Math.max(0, Math.min((marks[best.first]?.start ?? 0) - SNIPPET_BYTES / 4, text.length - SNIPPET_BYTES));
  const start = from === 0 ? 0 : spaceBehind(text, from);
  const limit = Math.min(text.length, start + SNIPPET_BYTES);
  return { start, end: limit === text.length ? limit : spaceBefore(text, limit, start) };
}

function spaceBehind(text: Buffer, from: number): number {
  const space = text.indexOf(0x20, from);
  return space >= 0 && space - from < 60 ? space + 1 : letterStart(text, from);
}

function spaceBefore(text: Buffer, limit: number, start: number): number {
  const space = text.lastIndexOf(0x20, limit);
  return space > start + SNIPPET_BYTES / 2 ? space : letterStart(text, limit);
}

/** Not within a character. */
function letterStart(text: Buffer, at: number): number {
  let start = at;
  while (start > 0 && (text[start]! & 0xc0) === 0x80) start--;
  return start;
}

function escaped(text: Buffer, start: number, end: number): string {
  return text.toString('utf8', start, end).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

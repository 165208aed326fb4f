import { estimateTokens } from '../../universe/estimate-tokens';

/** A piece of an article's text that stands by itself: where it lies in a section's text, in bytes. */
export interface Passage {
  start: number;
  end: number;
  tokens: number;
}

const MOST_TOKENS = 300;
/** Whitespace costs no tokens. */
const MOST_CHARACTERS = 4000;
/** Where a paragraph that is too long is parted, the best place first. */
const ENDS = ['\n', '. ', '! ', '? ', '。', '; ', ', ', ' '];

/** The passages of a section: its paragraphs, several together as long as they are short. Every byte is in one at most. */
export function cutPassages(section: string): Passage[] {
  const passages: Passage[] = [];
  let open: Passage | null = null;
  let byte = 0;
  for (const { text, tokens } of pieces(section)) {
    const bytes = Buffer.byteLength(text);
    if (open && open.tokens + tokens <= MOST_TOKENS && byte + bytes - open.start <= MOST_CHARACTERS) {
      open.end = byte + bytes;
      open.tokens += tokens;
    } else if (text.trim() !== '') passages.push((open = { start: byte, end: byte + bytes, tokens }));
    byte += bytes;
  }
  return passages;
}

/** A text in order, without a gap: paragraphs with the blank lines behind them, long ones in parts. */
function* pieces(section: string): Generator<{ text: string; tokens: number }> {
  for (let at = 0; at < section.length;) {
    const gap = section.indexOf('\n\n', at);
    const end = gap < 0 ? section.length : gap + 2;
    while (at < end) {
      const isLong = end - at > MOST_CHARACTERS;
      const text = isLong ? '' : section.slice(at, end);
      const tokens = isLong ? Infinity : estimateTokens(text);
      if (tokens <= MOST_TOKENS) {
        yield { text, tokens };
        at = end;
      } else {
        const cut = cutOf(section, at, end);
        const part = section.slice(at, cut);
        yield { text: part, tokens: estimateTokens(part) };
        at = cut;
      }
    }
  }
}

/** Where the part that begins at `start` ends: at the last good place before it is too long. */
function cutOf(section: string, start: number, end: number): number {
  let length = Math.min(end - start, MOST_CHARACTERS);
  while (estimateTokens(section.slice(start, start + length)) > MOST_TOKENS) length = Math.floor(length * 0.8);
  const part = section.slice(start, start + length);
  for (const mark of ENDS) {
    const at = part.lastIndexOf(mark);
    if (at > length / 3) return start + at + mark.length;
  }
  const code = section.charCodeAt(start + length);
  // Not between the halves of a character.
  return start + (code >= 0xdc00 && code <= 0xdfff ? Math.max(1, length - 1) : Math.max(1, length));
}

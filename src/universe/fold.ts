/** Letters that have no decomposition in Unicode but that people type without their stroke or ligature. */
const UNDECOMPOSED: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ŧ: 't',
  ħ: 'h',
};

const ASCII_PLAIN = /^[a-z0-9 ]*$/;
const ASCII = /^[ -~]*$/;
const APOSTROPHES = /[`´′]/g;
const SPACES = /[\s_]+/g;
const SPACE = 0x20;
const UNDERSCORE = 0x5f;

/**
 * The one folding of names, titles and queries: without regard to case, accents, apostrophes and hyphens;
 * underscores and runs of white space are one space. `Padmé` -> `padme`, `Twi'lek` -> `twilek`, `X-wing` -> `xwing`.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII_PLAIN.test(lower) && !lower.includes('  ')) return lower.trim();
  if (ASCII.test(lower)) return lower.replace(/['`-]/g, '').replace(SPACES, ' ').trim();
  // Written here, as V8 reads the tables of a class of letters where the expression is made: not at every start.
  const dropped = /['’‘ʼʻ`´′\-‐‑‒–—−]/g;
  return withoutMarks(decompose(lower).replace(dropped, '')).replace(SPACES, ' ').trim();
}

/** Lower case without accents; everything else stays, also apostrophes and hyphens, and the marks of other scripts. `Façade-Œuvre` -> `facade-oeuvre`. */
export function toPlainLetters(text: string): string {
  const lower = text.toLowerCase();
  return ASCII_PLAIN.test(lower) ? lower : withoutMarks(decompose(lower));
}

/** Compatibility forms may hide capitals and stroked letters, and some apostrophes decompose into a space. */
function decompose(lower: string): string {
  return lower
    .replace(APOSTROPHES, "'")
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[æœøßłđðþıŧħ]/g, (letter) => UNDECOMPOSED[letter] ?? letter);
}

/**
 * Takes marks off the letters of scripts that can be read without them. In others they are letters: the vowel signs
 * of Indic scripts, the voicing marks of Japanese.
 */
function withoutMarks(decomposed: string): string {
  // As above: the tables are read at the first use.
  const marks =
    /(^|[^\p{L}\p{M}]|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}+/gu;
  return decomposed.replace(marks, '$1').normalize('NFC');
}

/** The words of an already folded text: runs of letters and digits of any script. */
export function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
}

/** Compares two strings by code point (JavaScript's `<` compares UTF-16 units, which differs beyond U+FFFF). */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const surrogateX = x >= 0xd800 && x <= 0xdfff;
      const surrogateY = y >= 0xd800 && y <= 0xdfff;
      if (surrogateX !== surrogateY) return surrogateX ? 1 : -1;
      return x - y;
    }
  }
  return a.length - b.length;
}

/** Whether a title is of ASCII and its spaces are single ones between other characters. */
function isTidy(title: string): boolean {
  let before = SPACE;
  for (let i = 0; i < title.length; i++) {
    const code = title.charCodeAt(i);
    if (code < SPACE || code > 0x7e || code === UNDERSCORE || (code === SPACE && before === SPACE)) return false;
    before = code;
  }
  return before !== SPACE;
}

/** How the title of an article ends that tells the same of another continuity. */
export const LEGENDS = '/Legends';

/** The title of the same in the other continuity. */
export function twinOf(title: string): string {
  return title.endsWith(LEGENDS) ? title.slice(0, -LEGENDS.length) : `${title}${LEGENDS}`;
}

/** The key under which a title is found: NFC, underscores as spaces, any case of the first letter. */
export function titleKey(title: string): string {
  const clean = isTidy(title) ? title : title.replace(SPACES, ' ').trim().normalize('NFC');
  const first = clean.codePointAt(0);
  if (first === undefined) return '';
  const initial = String.fromCodePoint(first);
  const capital = initial.toUpperCase();
  if (capital === initial) return clean;
  // A letter whose capital is several (ß, ῢ) keeps its case, as in MediaWiki: `ß` and `SS` are different titles.
  if (capital.length !== initial.length) return clean;
  return first < 0x80 ? capital + clean.slice(1) : (capital + clean.slice(initial.length)).normalize('NFC');
}

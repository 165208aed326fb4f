/** Words before a full stop that does not end a sentence, folded. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'c ca cf dr mr mrs ms st sr jr lt gen col capt sgt adm cmdr prof gov sen rep rev vs no vol fig e.g i.e etc approx b d r'.split(
    ' ',
  ),
);
/** A mark that may end a sentence, with what closes behind it; the ideographic ones need no space. */
const END = /([.!?]+["”’')\]]*)(?=\s|$)|[。！？]+[」』”]*/gu;

/** A sentence that has not ended by here is longer than anybody shows. */
const MAX_SENTENCE = 1000;

/** The first sentence of a text in any script; its first thousand characters where no sentence ends in them. */
export function firstSentence(text: string): string {
  const start = text.slice(0, MAX_SENTENCE);
  for (const match of start.matchAll(END)) {
    const end = match.index + match[0].length;
    if (match[1] === undefined || endsSentence(start, match.index, end)) return start.slice(0, end);
  }
  return start;
}

function endsSentence(text: string, at: number, end: number): boolean {
  const before = text.slice(0, at);
  if (before.split('(').length > before.split(')').length) return false;
  // A sentence does not begin in lower case.
  if (/^\s+\p{Ll}/u.test(text.slice(end, end + 3))) return false;
  if (text[at] !== '.') return true;
  const word = /[\p{L}\p{N}.]*$/u.exec(before)?.[0] ?? '';
  const isInitial = /^(?:\p{Lu}\.)*\p{Lu}$/u.test(word) && end < text.length;
  return !isInitial && !ABBREVIATIONS.has(word.toLowerCase());
}

/** At most so many characters, cut between words, with an ellipsis where something was cut. */
export function shortened(text: string, maxCharacters: number): string {
  const characters = Array.from(
    text
      .slice(0, maxCharacters * 20)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  if (characters.length <= maxCharacters) return characters.join('');
  const room = characters.slice(0, maxCharacters - 1).join('');
  const atWord = room.replace(/[\s,;:–—-]+[^\s]*$/u, '');
  return `${atWord.length * 2 > room.length ? atWord : room}…`;
}

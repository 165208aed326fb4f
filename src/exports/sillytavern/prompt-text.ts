import { plainText } from '../../universe/plain-text';

/**
 * Wiki text as one line of a prompt: what programs would replace ({{user}}, {{setvar}}), what they would render (HTML),
 * what they would obey at the begin of an entry (@@activate), and line breaks that look like another speaker's turn
 * are only letters afterwards.
 */
export function promptText(text: string): string {
  return plainText(text.replace(/\s+/g, ' '))
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll(/\{(?=\{)|\}(?=\})/g, '$& ')
    .replaceAll(/@(?=@)/g, '@ ')
    .trim();
}

/** The begin of a text, whole words and at most so many characters. */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > most / 2 ? end : cut.length).toWellFormed()}…`;
}

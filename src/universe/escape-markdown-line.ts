/** An ampersand is only a mark where a character's name follows. */
const SPECIAL = /[\\`*_[\]<>|~]|&(?=#?[a-z\d]+;)/gi;
/** What begins a heading, a list, a rule or a quotation where a line begins with it. */
const AT_START = /^(\s*)(?:([#+=-])|(\d{1,9})([.)]))/;

/** Text as one line of Markdown that shows it as it is: no mark-up, no link, no HTML, no cell border. */
export function escapeMarkdownLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line
    .replace(SPECIAL, '\\$&')
    .replace(AT_START, (_, space: string, mark: string | undefined, digits = '', dot = '') =>
      mark === undefined ? `${space}${digits as string}\\${dot as string}` : `${space}\\${mark}`,
    );
}

/** Markup that is written as it is; everything else is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = Html | string | number | null | false | undefined | readonly Content[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Markup with values in it: texts escaped, markup as it is, nothing for what is not there. */
export function html(markup: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(markup.map((piece, i) => (i === 0 ? piece : textOf(values[i - 1]) + piece)).join(''));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
}

function textOf(value: Content): string {
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(textOf).join('');
  return escapeHtml(String(value));
}

const PARAMETER = /\{\{\{([^{}|]{1,200})(?:\|([^{}]*))?\}\}\}/g;
/** Stands for a text that is filled in: a character of no script, which no wikitext holds. */
const MARK = /\ue000(\d+)\ue001/g;
const DEEPEST = 8;
const LONGEST = 100_000;

/**
 * Wikitext with its `{{{parameters}}}` filled in, also where one stands in the default of another; of one that is not
 * given nothing is left.
 */
export function fillIn(template: string, parameters: ReadonlyMap<string, string>): string {
  const values: string[] = [];
  const put = (text: string) => `\ue000${values.push(text) - 1}\ue001`;
  let text = withoutMarks(template).slice(0, LONGEST);
  for (let depth = 0, before = ''; depth < DEEPEST && text !== before; depth++) {
    before = text;
    text = text.replace(PARAMETER, (_, name: string, fallback?: string) => {
      const given = parameters.get(name.trim());
      return put(given === undefined ? (fallback ?? '') : withoutMarks(given).trim());
    });
  }
  let left = LONGEST;
  const taken = (index: string) => {
    const value = values[Number(index)] ?? '';
    left -= value.length;
    return left < 0 ? '' : value;
  };
  for (let depth = 0; depth < DEEPEST && text.includes('\ue000'); depth++)
    text = text.replace(MARK, (_, index: string) => taken(index));
  return withoutMarks(text);
}

function withoutMarks(text: string): string {
  return text.replace(/[\ue000\ue001]/g, '');
}

/** What a template shows inside a value: texts, ends of items, and its positional arguments. */
export type TemplatePiece = string | 'break' | { from: number; to: number; between: string | 'break' };

const first: TemplatePiece = { from: 1, to: 1, between: '' };
const second: TemplatePiece = { from: 2, to: 2, between: '' };
const items: TemplatePiece = { from: 1, to: 99, between: 'break' };
const words: TemplatePiece = { from: 1, to: 2, between: ' ' };

const RULES: ReadonlyMap<string, readonly TemplatePiece[]> = new Map([
  ...rule('c comment note', [' (', first, ')']),
  ...rule("'s", ["'s"]),
  ...rule("'", ["'"]),
  ...rule('!', ['|']),
  ...rule('=', ['=']),
  ...rule('(', ['{']),
  ...rule(')', ['}']),
  ...rule('· dot bullet •', [' · ']),
  ...rule('-- mdash —', ['—']),
  ...rule('ndash –', ['–']),
  ...rule('nbsp', [' ']),
  ...rule('- clear br break clr', ['break']),
  ...rule('plainlist ubl unbulleted_list hlist flatlist list bulleted_list plain_list ublist', [
    'break',
    items,
    'break',
  ]),
  ...rule('convert cvt', [words]),
  ...rule('lang', [second]),
  ...rule('tooltip abbr', [first]),
  ...rule('ref refn efn sfn cn fact citation_needed cite_web cite_book cite citation source dead_link verify who', []),
  ...rule(
    'update conflicting multipleissues otheruses youmay quote cleanup stub redirect rhere dablink eras title',
    [],
  ),
  ...rule('top disambig main seealso see_also about for italic_title displaytitle anchor defaultsort reflist', []),
]);

function rule(names: string, pieces: readonly TemplatePiece[]): [string, readonly TemplatePiece[]][] {
  return names.split(' ').map((name) => [name.replaceAll('_', ' '), pieces]);
}

/** How a template inside a text is shown. One that is not known shows its first argument: most only format it. */
export function inlineTemplate(name: string): readonly TemplatePiece[] {
  const key = name.toLowerCase();
  const known = RULES.get(key);
  if (known) return known;
  // Parser functions and variables (`#if:`, `DEFAULTSORT:`, `PAGENAME`) are not evaluated.
  if (/^#|^[a-z]+:/.test(key)) return [];
  return [first];
}

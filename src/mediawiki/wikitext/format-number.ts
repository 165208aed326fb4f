/**
 * `{{formatnum:}}`: the numbers of a text with the marks of the wiki's language. `R` takes the marks away again, and
 * `NOSEP` leaves out those between groups of digits.
 */
export function formatNumber(text: string, option: string, language: string): string {
  const { group, decimal, fewest } = marksOf(language);
  if (option === 'R') return text.replaceAll(group, '').replaceAll(decimal, '.');
  return text.replace(/(\d+)(?:\.(\d+))?/g, (_, whole: string, part?: string) => {
    const isGrouped = option !== 'NOSEP' && whole.length >= fewest;
    const grouped = isGrouped ? whole.replace(/\B(?=(?:\d{3})+$)/g, group) : whole;
    return part === undefined ? grouped : `${grouped}${decimal}${part}`;
  });
}

interface NumberMarks {
  group: string;
  decimal: string;
  /** Shorter numbers are written without groups. */
  fewest: number;
}

const known = new Map<string, NumberMarks>();

function marksOf(language: string): NumberMarks {
  let marks = known.get(language);
  if (!marks) known.set(language, (marks = readMarks(language)));
  return marks;
}

function readMarks(language: string): NumberMarks {
  const isKnown =
    /^[a-z]{2,3}(?:-[a-z0-9]+)*$/i.test(language) && Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  const format = new Intl.NumberFormat(isKnown ? language : 'en', { numberingSystem: 'latn' });
  const parts = format.formatToParts(1_234_567.5);
  const valueOf = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const isShortGrouped = format.formatToParts(1234).some(({ type }) => type === 'group');
  return { group: valueOf('group'), decimal: valueOf('decimal'), fewest: isShortGrouped ? 4 : 5 };
}

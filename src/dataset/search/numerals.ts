const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];

const OTHER: ReadonlyMap<string, string> = new Map(
  ROMAN.flatMap((roman, index): [string, string][] => [
    [roman, String(index + 1)],
    [String(index + 1), roman],
  ]),
);

/** The words with one to ten in the other numerals (`yavin 4` -> `yavin iv`); null where there is no such number. */
export function inOtherNumerals(words: readonly string[]): string[] | null {
  return words.some((word) => OTHER.has(word)) ? words.map((word) => OTHER.get(word) ?? word) : null;
}

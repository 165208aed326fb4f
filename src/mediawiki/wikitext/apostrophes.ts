/**
 * How many apostrophes of each run are text, by MediaWiki's rules for bold and italics: of four the first, of more
 * than five all but five; and where a line leaves both open, one of three apostrophes is text (`L'''avion'' vole`).
 * Runs of which none is text are not in the map.
 */
export function literalApostrophes(source: string): Map<number, number> {
  const literal = new Map<number, number>();
  if (!source.includes("''")) return literal;
  let start = 0;
  for (let end = source.indexOf('\n'); start <= source.length; end = source.indexOf('\n', start)) {
    const lineEnd = end < 0 ? source.length : end;
    readLine(source, start, lineEnd, literal);
    start = lineEnd + 1;
  }
  return literal;
}

const RUN = /'{2,}/g;

function readLine(source: string, start: number, end: number, literal: Map<number, number>): void {
  const line = source.slice(start, end);
  const threes: number[] = [];
  let bold = 0;
  let italic = 0;
  for (const { 0: run, index } of line.matchAll(RUN)) {
    const extra = run.length === 4 ? 1 : Math.max(0, run.length - 5);
    if (extra > 0) literal.set(start + index, extra);
    const marks = run.length - extra;
    if (marks === 3) threes.push(index + extra);
    if (marks !== 2) bold++;
    if (marks !== 3) italic++;
  }
  if (bold % 2 === 0 || italic % 2 === 0 || threes.length === 0) return;
  const at = start + oddOne(line, threes);
  // The run begins before its extra apostrophe, where it has one.
  const runStart = source.charAt(at - 1) === "'" ? at - 1 : at;
  literal.set(runStart, (literal.get(runStart) ?? 0) + 1);
}

/** The bold mark that is none: behind a word of one letter, else behind a longer word, else behind a space. */
function oddOne(line: string, threes: readonly number[]): number {
  const before = (at: number, count: number) => line.charAt(at - count);
  const single = threes.find((at) => before(at, 1) !== ' ' && before(at, 2) === ' ');
  const multiple = threes.find((at) => before(at, 1) !== ' ' && before(at, 2) !== ' ');
  return single ?? multiple ?? threes[0] ?? 0;
}

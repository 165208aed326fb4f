/** A variable that nobody reads, and the one that was probably meant. */
export interface Misspelt {
  name: string;
  meant: string;
}

/** Names that look like ours and are set by shells, systems and other programs. */
const FOREIGN = new Set(['HOSTNAME', 'HOSTTYPE', 'LOGNAME', 'PORTS']);

/** Finds names that look like one of `known` without being one: another case, a letter off, or only its first words. */
export function findMisspelt(names: Iterable<string>, known: readonly string[]): Misspelt[] {
  const found: Misspelt[] = [];
  for (const name of names) {
    if (known.includes(name) || FOREIGN.has(name)) continue;
    const meant = known.find((one) => isMeant(name, one)) ?? known.find((one) => one.startsWith(`${name}_`));
    if (meant !== undefined) found.push({ name, meant });
  }
  return found;
}

function isMeant(name: string, known: string): boolean {
  const asked = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const wanted = known.replace(/_/g, '');
  if (asked === wanted) return true;
  // In four letters, one of them off is another word.
  const most = wanted.length <= 4 ? 0 : wanted.length < 8 ? 1 : 2;
  return editDistance(asked, wanted, most) <= most;
}

/** Letters to put in, leave out or change; more than `most` is as good as any more. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      line.push(Math.min(above[column]! + 1, line[column - 1]! + 1, above[column - 1]! + change));
    }
    above = line;
  }
  return above[b.length]!;
}

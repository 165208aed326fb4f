import { distance } from 'fastest-levenshtein';

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
  return distance(asked, wanted) <= most;
}

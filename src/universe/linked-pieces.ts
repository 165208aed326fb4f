/** A piece of a value: plain, or a link. */
export interface Piece<L> {
  text: string;
  link: L | null;
}

/** Cuts a value at the texts of its field's links; each text is linked where it first occurs. */
export function linkedPieces<L extends { text: string }>(value: string, links: readonly L[]): Piece<L>[] {
  let pieces: Piece<L>[] = [{ text: value, link: null }];
  // Longer texts first, or `Mos Eisley` would take its place inside `Mos Eisley Spaceport`.
  for (const link of [...links].sort((a, b) => b.text.length - a.text.length)) {
    if (link.text.trim() === '') continue;
    const index = pieces.findIndex((piece) => piece.link === null && piece.text.includes(link.text));
    const found = pieces[index];
    if (!found) continue;
    const from = found.text.indexOf(link.text);
    const around = [
      { text: found.text.slice(0, from), link: null },
      { text: link.text, link },
      { text: found.text.slice(from + link.text.length), link: null },
    ].filter((piece) => piece.text !== '');
    pieces = [...pieces.slice(0, index), ...around, ...pieces.slice(index + 1)];
  }
  return pieces;
}

import { useEffect, useState } from 'preact/hooks';
import { fetchJson, wikiUrl } from '../api/client';
import type { Infobox, InfoboxLink } from '../api/types';

const BATCH = 200;

/** The title a wiki link leads to: the part behind `/wiki/`, without its anchor; null for other addresses. */
export function titleOfHref(href: string): string | null {
  const path = /\/wiki\/([^?#]+)/.exec(href)?.[1];
  if (!path) return null;
  try {
    return decodeURIComponent(path).replaceAll('_', ' ');
  } catch {
    return path.replaceAll('_', ' ');
  }
}

/** A piece of a value: plain, or a link. */
export interface Piece {
  text: string;
  link: InfoboxLink | null;
}

/** Cuts a value at the texts of the field's links; each text is linked where it first occurs. */
export function piecesOf(value: string, links: readonly InfoboxLink[]): Piece[] {
  let pieces: Piece[] = [{ text: value, link: null }];
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

function titlesIn(infobox: Infobox): string[] {
  const titles = infobox.fields.flatMap((field) => field.links.map((link) => titleOfHref(link.href)));
  return [...new Set(titles)].filter((title) => title !== null && title.length <= 255) as string[];
}

/** Which of the titles that an infobox links to are articles here; null until that is known. */
export function useKnownTitles(universe: string, infobox: Infobox): ReadonlySet<string> | null {
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const titles = titlesIn(infobox);
    const abort = new AbortController();
    setKnown(null);
    const ask = (some: string[]) =>
      fetchJson<{ missing: string[] }>(wikiUrl([universe, 'articles', 'batch']), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ titles: some }),
        signal: abort.signal,
      });
    const batches = Array.from({ length: Math.ceil(titles.length / BATCH) }, (_, index) =>
      ask(titles.slice(index * BATCH, (index + 1) * BATCH)),
    );
    Promise.all(batches)
      .then((answers) => {
        const missing = new Set(answers.flatMap((answer) => answer.missing));
        setKnown(new Set(titles.filter((title) => !missing.has(title))));
      })
      // Without the answer the links lead to the article's address all the same; it says when it has nothing.
      .catch(() => undefined);
    return () => abort.abort();
  }, [universe, infobox]);
  return known;
}

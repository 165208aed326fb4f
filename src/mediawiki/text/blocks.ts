/** Marks of a run of text: bits of `Run.marks`. */
export const BOLD = 1;
export const ITALIC = 2;
export const STRUCK = 4;
export const CODE = 8;

/** A piece of a paragraph with one look and at most one link. */
export interface Run {
  /** White space counts once; `BREAK` alone ends a line. */
  text: string;
  marks: number;
  href: string | null;
}

/** A line break that the page asks for. */
export const BREAK = '\n';
/** Stands where something was left out: a reference, a template. A noncharacter, which no text holds. */
export const GAP = '\ufdd0';

/** A block of an article's text, whatever markup it was written in. */
export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; isOrdered: boolean; items: Block[][] }
  | { kind: 'definitions'; entries: Definition[] }
  | Table
  | { kind: 'code'; text: string; language: string };

/** A term, or what is said of the terms before it; without any term, an indented text. */
export interface Definition {
  isTerm: boolean;
  blocks: Block[];
}

export interface Table {
  kind: 'table';
  /** Also what stands between the rows. */
  caption: Block[];
  rows: Cell[][];
  /** It has a class or a border of its own: a table of data. */
  isStyled: boolean;
}

export interface Cell {
  isHeader: boolean;
  columns: number;
  rows: number;
  blocks: Block[];
}

import { inlineText } from '../../universe/markdown';
import type { Cell } from './blocks';

export interface TextCell extends Cell {
  text: string;
}

/** A table with as many columns in each row as its head has, or fewer. */
export interface Grid {
  /** Of a first row that is a single cell. */
  title: string;
  head: string[];
  rows: string[][];
}

/** As many columns as tables of articles have; the text of those behind joins the last. */
const MOST_COLUMNS = 40;
const MOST_HEAD_ROWS = 3;
/** A longer text is not said again in each row that its cell spans. */
const LONGEST_REPEATED = 100;

interface Slot {
  text: string;
  isHeader: boolean;
  /** It goes on from the column before. */
  isSpanned: boolean;
}

/** Lays cells that span rows and columns out on a grid. */
export function gridOf(rows: readonly TextCell[][]): Grid {
  const slots = rows.length === 0 ? [] : layOut(rows);
  let title = '';
  if (slots.length > 2 && rows[0]!.length === 1 && slots[0]!.every(({ isSpanned }, i) => i === 0 || isSpanned))
    title = slots.shift()![0]!.text;
  const depth = headDepth(slots);
  const columns = Math.max(0, ...slots.map((row) => row.length));
  const head = Array.from({ length: columns }, (_, column) => headText(slots.slice(0, depth), column));
  const body = slots.slice(depth);
  return { title, ...withoutEmptyColumns(head, body) };
}

function layOut(rows: readonly TextCell[][]): Slot[][] {
  /** What cells of rows above still cover, by column. */
  const above: { rows: number; slot: Slot }[] = [];
  return rows.map((cells) => {
    const row: Slot[] = [];
    const takeAbove = () => {
      for (let down = above[row.length]; down && down.rows > 0; down = above[row.length]) {
        down.rows--;
        row.push(down.slot);
      }
    };
    for (const cell of cells) {
      takeAbove();
      place(cell, row, above);
    }
    takeAbove();
    return row;
  });
}

function place(cell: TextCell, row: Slot[], above: { rows: number; slot: Slot }[]): void {
  const { text, isHeader } = cell;
  if (row.length >= MOST_COLUMNS) {
    const last = row.at(-1)!;
    if (text !== '') row[row.length - 1] = { ...last, text: `${last.text} ${text}`.trim() };
    return;
  }
  const end = Math.min(MOST_COLUMNS, row.length + Math.max(1, cell.columns));
  for (let column = row.length, isSpanned = false; column < end; column++, isSpanned = true) {
    const slot = { text: isSpanned ? '' : text, isHeader, isSpanned };
    row.push(slot);
    above[column] = { rows: cell.rows - 1, slot: slot.text.length > LONGEST_REPEATED ? { ...slot, text: '' } : slot };
  }
}

/** How many rows are the head: those of header cells alone, or a first one that is wholly in bold. */
function headDepth(rows: readonly Slot[][]): number {
  let depth = 0;
  while (depth < MOST_HEAD_ROWS && depth < rows.length - 1 && rows[depth]!.every((slot) => slot.isHeader)) depth++;
  if (depth > 0 || rows.length < 2) return depth;
  const isBold = rows[0]!.every(({ text }) => text === '' || /^\*\*[^*]+\*\*$/.test(text));
  return isBold && rows[0]!.some(({ text }) => text !== '') ? 1 : 0;
}

/** The head of a column; what spans several columns is said for each where there is another row of heads below. */
function headText(rows: readonly Slot[][], column: number): string {
  const texts = rows.map((row, depth) => {
    let at = column;
    if (depth < rows.length - 1) while (at > 0 && row[at]?.isSpanned) at--;
    return row[at]?.text ?? '';
  });
  return [...new Set(texts.map((text) => text.replace(/^\*\*([^*]+)\*\*$/, '$1')))]
    .filter((text) => text !== '')
    .join(' ');
}

/** Icons leave columns without a text, or beside the one that their head is for. */
function withoutEmptyColumns(head: readonly string[], body: readonly Slot[][]): Omit<Grid, 'title'> {
  const kept: string[] = [];
  const rows: string[][] = body.map(() => []);
  for (let column = 0; column < head.length; column++) {
    const isEmpty = head[column] === '' && body.every((row) => !row[column]?.text);
    if (isEmpty) continue;
    const joins = kept.length > 0 && joinsLast(head, rows, body, column, kept.length - 1);
    if (joins) kept[kept.length - 1] ||= head[column]!;
    else kept.push(head[column]!);
    body.forEach((row, i) => {
      const text = row[column]?.text;
      if (joins) rows[i]![kept.length - 1] = longer(rows[i]![kept.length - 1] ?? '', text ?? '');
      else if (text !== undefined) rows[i]!.push(text);
    });
  }
  return { head: kept, rows: rows.map((row) => withoutLastEmpty(row)) };
}

/** Of two that say the same, the one with a link. */
function longer(one: string, other: string): string {
  return other.length > one.length ? other : one;
}

/** Whether a column without a head belongs to the one before: no row has two texts in them. */
function joinsLast(
  head: readonly string[],
  rows: readonly string[][],
  body: readonly Slot[][],
  column: number,
  last: number,
): boolean {
  if (head[column] !== '' || head.every((text) => text === '')) return false;
  return body.every((row, i) => {
    const text = row[column]?.text ?? '';
    const before = rows[i]![last] ?? '';
    return text === '' || before === '' || inlineText(text) === inlineText(before);
  });
}

function withoutLastEmpty(row: string[]): string[] {
  let end = row.length;
  while (end > 1 && row[end - 1] === '') end--;
  return row.slice(0, end);
}

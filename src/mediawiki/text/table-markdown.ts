import { BOLD, type Block, type Cell, type Table } from './blocks';
import { cellLines } from './inline-markdown';
import { gridOf, type Grid } from './table-grid';

/** A table as rows of GFM; one that only arranges blocks on the page as these blocks. */
export function tableMarkdown(table: Table, blocksMarkdown: (blocks: readonly Block[]) => string): string {
  const rows = table.rows.filter((row) => row.length > 0);
  if (isLayout(table, rows)) return blocksMarkdown([...table.caption, ...rows.flat().flatMap(({ blocks }) => blocks)]);
  const grid = gridOf(rows.map((row) => row.map((cell) => ({ ...cell, text: cellText(cell) }))));
  const parts = [blocksMarkdown(table.caption), grid.title, gridMarkdown(grid)];
  return parts.filter((text) => text !== '').join('\n\n');
}

/** Whether a table holds no data: a single column, other tables, or blocks in cells without any head or style. */
function isLayout({ isStyled }: Table, rows: readonly Cell[][]): boolean {
  const cells = rows.flat();
  if (rows.every((row) => row.length < 2)) return true;
  if (cells.some(({ blocks }) => blocks.some(({ kind }) => kind === 'table' || kind === 'code'))) return true;
  const hasHead = isStyled || cells.some(({ isHeader }) => isHeader);
  return !hasHead && cells.some(({ blocks }) => blocks.length > 1 || blocks.some(({ kind }) => kind !== 'paragraph'));
}

function gridMarkdown({ head, rows }: Grid): string {
  if (head.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The text of a cell on one line. */
function cellText({ blocks, isHeader }: Cell): string {
  return blocks
    .flatMap((block) => partsOf(block, isHeader))
    .filter((part) => part !== '')
    .reduce((text, part) => joined(text, part, isHeader), '');
}

function partsOf(block: Block, isHeader: boolean): string[] {
  switch (block.kind) {
    case 'paragraph': {
      const runs = isHeader ? block.runs.map((run) => ({ ...run, marks: run.marks & ~BOLD })) : block.runs;
      return cellLines(runs);
    }
    case 'quote':
      return block.blocks.flatMap((one) => partsOf(one, isHeader));
    case 'list':
      return block.items.flat().flatMap((one) => partsOf(one, isHeader));
    case 'definitions':
      return block.entries.flatMap(({ blocks }) => blocks.flatMap((one) => partsOf(one, isHeader)));
    case 'table':
    case 'code':
      return [];
  }
}

/** Lines of a cell stand behind each other: parted by a semicolon where nothing else parts them. */
function joined(text: string, part: string, isHeader: boolean): string {
  if (text === '') return part;
  const isParted = isHeader || /[.,;:!?]\W*$/.test(text.slice(-8)) || /^[\p{Ll}(+=–—-]/u.test(part);
  return `${text}${isParted ? ' ' : '; '}${part}`;
}

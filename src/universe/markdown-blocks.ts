/** A block of a text. Inline content is still Markdown: see `markdown-inline.ts`. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'table'; head: string[]; align: Align[]; rows: string[][] }
  | { kind: 'code'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'rule' };

export type Align = 'left' | 'center' | 'right' | null;

const MAX_DEPTH = 8;
const MAX_COLUMNS = 50;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])( +|$)/;
const RULE = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const HEADING = /^ {0,3}#{1,6} +(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DELIMITER = /^ {0,3}\|?(?: *:?-+:? *\|)* *:?-+:? *\|?$/;
const QUOTE = /^ {0,3}> ?/;

/** Reads the blocks of a section's Markdown; whatever has no form of its own is a paragraph. */
export function parseBlocks(markdown: string, depth = 0): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]!.trim() === '') at++;
    else at = readBlock(lines, at, depth, blocks);
  }
  return blocks;
}

/** Adds the block that begins at a line, and says where the next one may. */
function readBlock(lines: string[], at: number, depth: number, blocks: Block[]): number {
  const line = lines[at]!;
  const heading = HEADING.exec(line);
  if (heading || RULE.test(line)) {
    blocks.push(heading ? { kind: 'heading', text: heading[1]! } : { kind: 'rule' });
    return at + 1;
  }
  if (FENCE.test(line)) return readFence(lines, at, blocks);
  if (depth < MAX_DEPTH && QUOTE.test(line)) return readQuote(lines, at, depth, blocks);
  if (depth < MAX_DEPTH && ITEM.test(line)) return readList(lines, at, depth, blocks);
  if (line.includes('|') && isDelimiter(lines[at + 1])) return readTable(lines, at, blocks);
  return readParagraph(lines, at, depth, blocks);
}

function readFence(lines: string[], at: number, blocks: Block[]): number {
  const fence = FENCE.exec(lines[at]!)![1]!;
  let end = at + 1;
  while (end < lines.length && !lines[end]!.trim().startsWith(fence)) end++;
  blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
  return end + 1;
}

function readQuote(lines: string[], at: number, depth: number, blocks: Block[]): number {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end]!)) end++;
  const inside = lines.slice(at, end).map((line) => line.replace(QUOTE, ''));
  blocks.push({ kind: 'quote', blocks: parseBlocks(inside.join('\n'), depth + 1) });
  return end;
}

function readList(lines: string[], at: number, depth: number, blocks: Block[]): number {
  const [, , bullet, number] = ITEM.exec(lines[at]!)!;
  const isOrdered = number !== undefined;
  const items: Block[][] = [];
  while (at < lines.length) {
    const item = ITEM.exec(lines[at]!);
    if (!item || (item[3] !== undefined) !== isOrdered || (!isOrdered && item[2] !== bullet)) break;
    const indent = item[0].trimEnd().length + 1;
    const own = [lines[at]!.slice(item[0].length)];
    for (at++; at < lines.length && belongs(lines, at, indent); at++)
      own.push(lines[at]!.slice(indentOf(lines[at]!, indent)));
    items.push(parseBlocks(own.join('\n'), depth + 1));
    if (lines[at]?.trim() === '' && ITEM.test(lines[at + 1] ?? '')) at++;
  }
  blocks.push({ kind: 'list', start: isOrdered ? Number(number) : null, items });
  return at;
}

/** Whether a line goes on with a list's item: it is indented, or an empty one before such a line. */
function belongs(lines: string[], at: number, indent: number): boolean {
  if (lines[at]!.trim() === '') {
    const next = lines[at + 1];
    return next !== undefined && next.trim() !== '' && indentOf(next, indent) >= Math.min(indent, 2);
  }
  return indentOf(lines[at]!, indent) >= Math.min(indent, 2);
}

function indentOf(line: string, most: number): number {
  let indent = 0;
  while (indent < most && line[indent] === ' ') indent++;
  return indent;
}

function isDelimiter(line: string | undefined): boolean {
  return line !== undefined && line.length < 2000 && line.includes('-') && DELIMITER.test(line);
}

function readTable(lines: string[], at: number, blocks: Block[]): number {
  const head = cellsOf(lines[at]!);
  const align = cellsOf(lines[at + 1]!).map(alignOf);
  const rows: string[][] = [];
  let end = at + 2;
  for (; end < lines.length && lines[end]!.includes('|'); end++) rows.push(cellsOf(lines[end]!).slice(0, head.length));
  blocks.push({ kind: 'table', head, align, rows });
  return end;
}

function alignOf(delimiter: string): Align {
  const [left, right] = [delimiter.startsWith(':'), delimiter.endsWith(':')];
  if (left && right) return 'center';
  return left ? 'left' : right ? 'right' : null;
}

function cellsOf(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/, MAX_COLUMNS).map((cell) => cell.replace(/\\\|/g, '|').trim());
}

function readParagraph(lines: string[], at: number, depth: number, blocks: Block[]): number {
  let end = at + 1;
  while (end < lines.length && !endsParagraph(lines, end, depth)) end++;
  blocks.push({ kind: 'paragraph', text: lines.slice(at, end).join('\n').trim() });
  return end;
}

function endsParagraph(lines: string[], at: number, depth: number): boolean {
  const line = lines[at]!;
  if (line.trim() === '' || HEADING.test(line) || RULE.test(line) || FENCE.test(line)) return true;
  if (depth < MAX_DEPTH && (QUOTE.test(line) || /^ {0,3}(?:[-*+]|1[.)]) +\S/.test(line))) return true;
  return line.includes('|') && isDelimiter(lines[at + 1]);
}

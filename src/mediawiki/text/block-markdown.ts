import { harmlessMarkdown } from '../../universe/markdown';
import { BOLD, BREAK, type Block, type Definition, type Run } from './blocks';
import { inlineMarkdown } from './inline-markdown';
import { tableMarkdown } from './table-markdown';

/** Blocks as Markdown: CommonMark, with tables as in GFM. */
export function blocksMarkdown(blocks: readonly Block[]): string {
  return blocks
    .map(blockMarkdown)
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return inlineMarkdown(block.runs);
    case 'quote':
      return quote(blocksMarkdown(block.blocks));
    case 'list':
      return list(block.items, block.isOrdered);
    case 'definitions':
      return definitions(block.entries);
    case 'table':
      return tableMarkdown(block, blocksMarkdown);
    case 'code':
      return code(block.text, block.language);
  }
}

function quote(text: string): string {
  return text === '' ? '' : text.replace(/^/gm, '> ').replace(/^> $/gm, '>');
}

/** A list; tight where each item is a line with at most another list below. */
function list(items: readonly Block[][], isOrdered: boolean): string {
  const shown = items
    .map((blocks) => ({ text: itemText(blocks), isTight: isTight(blocks) }))
    .filter(({ text }) => text !== '');
  const lines = shown.map(({ text }, i) => {
    const marker = isOrdered ? `${i + 1}. ` : '- ';
    return marker + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length)}`);
  });
  return lines.join(shown.every((item) => item.isTight) ? '\n' : '\n\n');
}

function isTight(blocks: readonly Block[]): boolean {
  return blocks.every(({ kind }, i) => (kind === 'paragraph' ? i === 0 : kind === 'list'));
}

function itemText(blocks: readonly Block[]): string {
  if (!isTight(blocks)) return blocksMarkdown(blocks);
  return blocks
    .map(blockMarkdown)
    .filter((text) => text !== '')
    .join('\n');
}

/** Terms in bold, each with what is said of it on the next line; indented text as it is. */
function definitions(entries: readonly Definition[]): string {
  let text = '';
  let isAfterTerm = false;
  for (const { isTerm, blocks } of entries) {
    const shown = blocksMarkdown(isTerm ? blocks.map(inBold) : blocks);
    if (shown === '') continue;
    const isLine = isAfterTerm && !isTerm && blocks[0]?.kind === 'paragraph';
    text += text === '' ? shown : `${isLine ? '  \n' : '\n\n'}${shown}`;
    isAfterTerm = isTerm && blocks.at(-1)?.kind === 'paragraph';
  }
  return text;
}

function inBold(block: Block): Block {
  if (block.kind !== 'paragraph') return block;
  return { ...block, runs: block.runs.map((run) => ({ ...run, marks: run.marks | BOLD })) };
}

function code(text: string, language: string): string {
  const lines = text.replace(/^(?:[ \t]*\n)+|\s+$/g, '');
  if (lines === '') return '';
  // In code nothing can be escaped: what would do harm elsewhere is shown as lines of text.
  if (harmlessMarkdown(lines) !== lines) return inlineMarkdown(linesAsRuns(lines));
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}

function linesAsRuns(text: string): Run[] {
  return text.split('\n').flatMap((line) => [
    { text: line, marks: 0, href: null },
    { text: BREAK, marks: 0, href: null },
  ]);
}

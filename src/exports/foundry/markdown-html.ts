import { parseBlocks, type Block } from '../../universe/markdown-blocks';
import { parseInline, type Inline } from '../../universe/markdown-inline';
import { contentLink, htmlText, webLink } from './foundry-html';

/** The address of the document that a link of the wiki leads to; null where it is not in the compendium. */
export type UuidOf = (href: string) => string | null;

/** A section's Markdown as HTML. Wiki text is only ever text in it, and links lead where they may. */
export function markdownHtml(markdown: string, uuidOf: UuidOf): string {
  return blocksHtml(parseBlocks(markdown), uuidOf);
}

function blocksHtml(blocks: readonly Block[], uuidOf: UuidOf): string {
  return blocks.map((block) => blockHtml(block, uuidOf)).join('\n');
}

function blockHtml(block: Block, uuidOf: UuidOf): string {
  const inline = (text: string) => inlineHtml(parseInline(text), uuidOf);
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'heading':
      return `<p><strong>${inline(block.text)}</strong></p>`;
    case 'quote':
      return `<blockquote>${blocksHtml(block.blocks, uuidOf)}</blockquote>`;
    case 'code':
      return `<pre>${htmlText(block.text)}</pre>`;
    case 'rule':
      return '<hr>';
    case 'list': {
      const items = block.items.map((item) => `<li>${itemHtml(item, uuidOf)}</li>`).join('');
      return block.start === null ? `<ul>${items}</ul>` : `<ol start="${block.start}">${items}</ol>`;
    }
    case 'table': {
      const row = (cells: string[], tag: string) =>
        `<tr>${cells.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join('')}</tr>`;
      const rows = block.rows.map((cells) => row(cells, 'td')).join('');
      return `<table><thead>${row(block.head, 'th')}</thead><tbody>${rows}</tbody></table>`;
    }
    default:
      return block satisfies never;
  }
}

/** An item that is a single paragraph stands without one. */
function itemHtml(item: Block[], uuidOf: UuidOf): string {
  const [only] = item;
  if (item.length === 1 && only?.kind === 'paragraph') return inlineHtml(parseInline(only.text), uuidOf);
  return blocksHtml(item, uuidOf);
}

function inlineHtml(pieces: readonly Inline[], uuidOf: UuidOf): string {
  return pieces.map((piece) => pieceHtml(piece, uuidOf)).join('');
}

function pieceHtml(piece: Inline, uuidOf: UuidOf): string {
  if (typeof piece === 'string') return htmlText(piece);
  if (piece.kind === 'break') return '<br>';
  if (piece.kind !== 'link') return `<${piece.kind}>${inlineHtml(piece.children, uuidOf)}</${piece.kind}>`;
  const uuid = piece.href.startsWith('/') ? uuidOf(piece.href) : null;
  return uuid === null
    ? webLink(piece.href, inlineHtml(piece.children, uuidOf))
    : contentLink(uuid, textOf(piece.children));
}

function textOf(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : piece.kind === 'break' ? ' ' : textOf(piece.children)))
    .join('');
}

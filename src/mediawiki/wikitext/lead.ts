import { tidy, ValueBuilder } from '../infobox/value-builder';
import type { WikitextNode } from './parse-wikitext';
import { wellFormed } from './titles';
import { Renderer, type RenderOptions } from './render-value';

/** Longer than this, a first paragraph is cut at the end of a word. */
const LONGEST_EXTRACT = 1200;
const BOLD = "'''";

/** The first paragraph of an article as plain text: the one with the bold title, else the first with a sentence. */
export function readLead(
  source: string,
  end: number,
  nodes: readonly WikitextNode[],
  options: RenderOptions,
): string | null {
  let fallback: string | null = null;
  for (const block of blocksOf(source, end, nodes)) {
    const isTitled = source.slice(block.start, block.end).includes(BOLD);
    if (!isTitled && fallback !== null) continue;
    const text = renderBlock(source, block, options);
    if (text.length < 20 && !(isTitled && text.length > 0)) continue;
    if (isTitled) return cut(text);
    fallback = text;
  }
  return fallback === null ? null : cut(fallback);
}

interface Block {
  start: number;
  end: number;
  nodes: WikitextNode[];
}

/** The paragraphs of the lead; templates, pictures and tables that stand alone on their line end one. */
function* blocksOf(source: string, end: number, nodes: readonly WikitextNode[]): Generator<Block> {
  let block: Block = { start: 0, end: 0, nodes: [] };
  let at = 0;
  for (const node of nodes) {
    yield* paragraphs(at, node.start);
    if (isBlock(source, node)) {
      yield { ...block, end: node.start };
      block = { start: node.end, end: node.end, nodes: [] };
    } else block.nodes.push(node);
    at = node.end;
  }
  yield* paragraphs(at, end);
  yield { ...block, end };

  function* paragraphs(from: number, to: number): Generator<Block> {
    for (let gap = source.indexOf('\n\n', from); gap >= 0 && gap < to; gap = source.indexOf('\n\n', gap + 2)) {
      yield { ...block, end: gap };
      block = { start: gap + 2, end: gap + 2, nodes: [] };
    }
  }
}

function isBlock(source: string, node: WikitextNode): boolean {
  if (node.kind === 'link') return /^\[\[\s*(?:file|image)\s*:/i.test(source.slice(node.start, node.start + 20));
  if (node.kind !== 'template') return false;
  const lineStart = source.lastIndexOf('\n', node.start - 1) + 1;
  const isFirst = source.slice(lineStart, node.start).trim() === '' || source.charAt(node.start - 1) === '}';
  const isLast = /^[ \t]*(?:\n|$|\{\{|''')/.test(source.slice(node.end, node.end + 40));
  return isFirst && isLast;
}

function renderBlock(source: string, block: Block, options: RenderOptions): string {
  const text = source.slice(block.start, block.end);
  // A table, a list, an indented line or a heading is no paragraph.
  if (/^\s*(?:\{\||[*#:;=]|<gallery)/.test(text)) return '';
  const sink = new ValueBuilder();
  new Renderer(source, sink, options).span(block.start, block.end, block.nodes);
  return tidyText(sink.build().values.join(' '));
}

function tidyText(text: string): string {
  return tidy(text.replace(/\(\s*[;,]*\s*\)/g, '')).replace(/\s+([.,;:!?])/g, '$1');
}

function cut(text: string): string {
  if (text.length <= LONGEST_EXTRACT) return text;
  const space = text.lastIndexOf(' ', LONGEST_EXTRACT);
  return `${wellFormed(text.slice(0, space > 0 ? space : LONGEST_EXTRACT))}…`;
}

import type { WikitextNode } from './parse-wikitext';

/** The line of a heading. */
export interface HeadingLine {
  start: number;
  end: number;
}

const HEADING = /(?:^|\n)(={1,6})(?!=)[^\n]*=[ \t]*(?=\n|$)/g;

/** The lines of a text's headings that stand in no template, link or element. */
export function headingLines(source: string, nodes: readonly WikitextNode[]): HeadingLine[] {
  if (!source.includes('=')) return [];
  const headings: HeadingLine[] = [];
  let next = 0;
  for (const { 0: line, index } of source.matchAll(HEADING)) {
    const start = line.startsWith('\n') ? index + 1 : index;
    while (next < nodes.length && (nodes[next]?.end ?? 0) <= start) next++;
    const node = nodes[next];
    if (!node || node.start >= start) headings.push({ start, end: index + line.length });
  }
  return headings;
}

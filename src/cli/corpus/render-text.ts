import { escapeMarkdown } from '../../universe/markdown';
import { encodeTitle } from '../../mediawiki/wikitext/titles';
import { Anchors, type ArticleText } from '../../universe/section';
import type { InventedBlock, InventedText } from './invent-text';

const LINK = /\[\[([^\]]+)\]\]/g;

/** An invented text as the native form has it: sections of Markdown. */
export function toArticleText({ sections }: InventedText): ArticleText {
  const anchors = new Anchors();
  return {
    sections: sections.map(({ level, heading, blocks }, index) => {
      const anchor = index === 0 ? '' : anchors.next(heading);
      return { index, level, heading, anchor, text: blocks.map(toMarkdown).join('\n\n') };
    }),
    gallery: [],
  };
}

function toMarkdown(block: InventedBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return inline(block.text);
    case 'quote':
      return `> ${inline(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${inline(item)}`).join('\n');
    case 'table': {
      const [head = [], ...rows] = block.rows.map((row) => `| ${row.map(inline).join(' | ')} |`);
      return [head, `|${'---|'.repeat(block.rows[0]?.length ?? 0)}`, ...rows].join('\n');
    }
  }
}

/** Names have no marks in them but apostrophes and hyphens; what stands around links is escaped as it must be. */
function inline(text: string): string {
  const parts = text.split(LINK);
  return parts.map((part, i) => (i % 2 === 0 ? escapeMarkdown(part) : link(part))).join('');
}

function link(title: string): string {
  return `[${escapeMarkdown(title)}](/wiki/${encodeTitle(title)})`;
}

/** The same text as editors write it, without the lead. */
export function toWikitextSections({ sections }: InventedText): string {
  return sections
    .slice(1)
    .map(({ level, heading, blocks }) => {
      const marks = '='.repeat(level);
      return `\n${marks} ${heading} ${marks}\n${blocks.map(toWikitextBlock).join('\n\n')}\n`;
    })
    .join('');
}

export function toWikitextBlock(block: InventedBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'quote':
      return `<blockquote>${block.text}</blockquote>`;
    case 'list':
      return block.items.map((item) => `* ${item}`).join('\n');
    case 'table':
      return [
        '{|',
        ...block.rows.map((row, i) => (i === 0 ? `! ${row.join(' !! ')}` : `|-\n| ${row.join(' || ')}`)),
        '|}',
      ].join('\n');
  }
}

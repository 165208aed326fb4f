import type { UniverseView } from '../universe-view';
import type { ArticleBody } from '../../universe/article';
import { escapeMarkdownLine } from '../../universe/escape-markdown-line';
import { readSections } from '../article-text';
import { bodyOf } from './articles';

/** Longer texts end with the section that still fits; the rest is had by sections. */
const MAX_TEXT_BYTES = 1_000_000;

/** The article at an ordinal as Markdown: its facts as a table, then its text. Throws Problem ARTICLE_DAMAGED. */
export async function articleMarkdown(view: UniverseView, ordinal: number): Promise<string> {
  const asked = { format: 'markdown', maxBytes: MAX_TEXT_BYTES } as const;
  const [body, { sections }] = await Promise.all([bodyOf(view, ordinal), readSections(view, ordinal, asked)]);
  const blocks = [
    `# ${escapeMarkdownLine(view.directory.title(ordinal))}`,
    factsTable(body),
    ...sections.flatMap(({ level, heading, text }) => [headingOf(level, heading), text]),
    credit(view, body),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** The lead has none; the others stand below the title. */
function headingOf(level: number, heading: string): string {
  return heading === '' ? '' : `${'#'.repeat(Math.min(6, level))} ${escapeMarkdownLine(heading)}`;
}

function factsTable({ infobox }: ArticleBody): string {
  const rows = (infobox?.fields ?? [])
    .filter(({ label, values }) => label !== '' && values.length > 0)
    .map(({ label, values }) => `| ${escapeMarkdownLine(label)} | ${values.map(escapeMarkdownLine).join('; ')} |`);
  return rows.length === 0 ? '' : ['| | |', '|---|---|', ...rows].join('\n');
}

function credit({ directory }: UniverseView, { sourceUrl }: ArticleBody): string {
  const { name, url, attribution } = directory.info.licence;
  const parts = [sourceUrl, attribution, name, url].filter((part) => part);
  return `---\n\nSource and licence: ${parts.map((part) => escapeMarkdownLine(part ?? '')).join(' · ')}`;
}

import type { UniverseView } from '../universe-view';
import type { ArticleBody } from '../../universe/article';
import { escapeMarkdown } from '../../universe/escape-markdown';
import { bodyOf } from './articles';

/** The article at an ordinal as Markdown: its facts as a table, then what is told of it. Throws Problem ARTICLE_DAMAGED. */
export async function articleMarkdown(view: UniverseView, ordinal: number): Promise<string> {
  const body = await bodyOf(view, ordinal);
  const { description } = body.content;
  const blocks = [
    `# ${escapeMarkdown(view.directory.title(ordinal))}`,
    factsTable(body),
    typeof description === 'string' ? escapeMarkdown(description) : '',
    credit(view, body),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function factsTable({ infobox }: ArticleBody): string {
  const rows = (infobox?.fields ?? [])
    .filter(({ label, values }) => label !== '' && values.length > 0)
    .map(({ label, values }) => `| ${escapeMarkdown(label)} | ${values.map(escapeMarkdown).join('; ')} |`);
  return rows.length === 0 ? '' : ['| | |', '|---|---|', ...rows].join('\n');
}

function credit({ directory }: UniverseView, { sourceUrl }: ArticleBody): string {
  const { name, url, attribution } = directory.info.licence;
  const parts = [sourceUrl, attribution, name, url].filter((part) => part);
  return `---\n\nSource and licence: ${parts.map((part) => escapeMarkdown(part ?? '')).join(' · ')}`;
}

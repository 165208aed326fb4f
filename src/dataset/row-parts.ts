import type { ArticleBody, ArticleCard, ArticleContent, ArticleExtra, Infobox } from '../universe/article';
import { fieldsOf, ROW_COLUMNS } from './rows-format';

const [CONTENT, SOURCE_URL, INFOBOX, EXTRA] = (['content', 'source_url', 'infobox', 'extra_metadata'] as const).map(
  (name) => ROW_COLUMNS.indexOf(name),
) as [number, number, number, number];

/** The body of an article from its tuple. */
export function bodyOf(tuple: Buffer): ArticleBody {
  const fields = fieldsOf(tuple);
  return {
    content: json<ArticleContent>(fields[CONTENT]) ?? {},
    sourceUrl: text(fields[SOURCE_URL]),
    infobox: json<Infobox>(fields[INFOBOX]),
    wikiCategories: json<ArticleExtra>(fields[EXTRA])?.wiki_categories ?? [],
  };
}

/** The card of an article from its tuple. */
export function cardOf(tuple: Buffer): ArticleCard {
  const fields = fieldsOf(tuple);
  const content = json<ArticleContent>(fields[CONTENT]) ?? {};
  return {
    description: textMember(content, 'description'),
    region: textMember(content, 'region'),
    system: textMember(content, 'system'),
    sourceUrl: text(fields[SOURCE_URL]),
  };
}

function textMember(content: ArticleContent, name: string): string {
  const value = content[name];
  return typeof value === 'string' ? value : '';
}

function text(field: Buffer | null | undefined): string | null {
  return field?.toString('utf8') ?? null;
}

/** Behind the byte of jsonb's version. */
function json<T>(field: Buffer | null | undefined): T | null {
  return field ? (JSON.parse(field.toString('utf8', 1)) as T) : null;
}

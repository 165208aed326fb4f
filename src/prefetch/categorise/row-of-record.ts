import type { Row } from '../../dataset/rows-format';
import type { ArticleRecord } from '../../universe/article';
import { articleId } from '../../universe/article-id';
import type { Categoriser } from '../../universe/categorise';
import { toContent } from '../../universe/to-content';
import { parseTime, rowTime, sourceUrlOf, type RowRules } from './row-rules';

/** The row of an article: its record, categorised. */
export function rowOfRecord(record: ArticleRecord, rules: RowRules, categoriser: Categoriser): Row {
  const { universe, definition, ttlMs } = rules;
  const { title, infobox, redirects, revid, imageRevision } = record;
  const { category, others } = categoriser.categorise({
    infobox,
    wikiCategories: record.categories,
    stated: record.category,
  });
  const otherCategories = [...new Set([...record.otherCategories, ...others])].filter((name) => name !== category);
  const updatedAt = rowTime(record.timestamp);
  const scrapedAtMs = parseTime(record.scrapedAt) ?? rules.scrapedAtMs;
  return {
    universe,
    id: articleId(record.pageid, title),
    title,
    category,
    content: toContent(record),
    imageUrl: record.image,
    sourceUrl: record.url ?? sourceUrlOf(definition, title),
    infobox,
    extra: {
      wiki_categories: record.categories,
      ...(otherCategories.length > 0 && { other_categories: otherCategories }),
      ...(redirects.length > 0 && { redirects }),
      ...(revid !== null && { revid }),
      ...(updatedAt !== null && { updated_at: updatedAt }),
      ...(imageRevision !== undefined && { image_revision: imageRevision }),
    },
    scrapedAtMs,
    expiresAtMs: scrapedAtMs + ttlMs,
  };
}

import type { ArticleRecord } from './article';
import { emptyFields } from './record-fields';
import { labelKey } from './label';

/**
 * One article out of what the forms of the file cache say of it: native before categorised before per-article, field
 * by field, gaps filled. An infobox counts as one field. null where all three are.
 */
export function mergeRecords(
  native: ArticleRecord | null,
  categorised: ArticleRecord | null,
  perArticle: ArticleRecord | null,
): ArticleRecord | null {
  const records = [native, categorised, perArticle].filter((record) => record !== null);
  const [first, ...others] = records;
  return first ? others.reduce(fillGaps, first) : null;
}

function fillGaps(record: ArticleRecord, more: ArticleRecord): ArticleRecord {
  return {
    pageid: record.pageid ?? more.pageid,
    title: record.title,
    url: record.url ?? more.url,
    revid: record.revid ?? more.revid,
    timestamp: record.timestamp ?? more.timestamp,
    categories: firstFilled(record.categories, more.categories),
    redirects: firstFilled(record.redirects, more.redirects),
    infobox: record.infobox ?? more.infobox,
    extract: record.extract ?? more.extract,
    image: record.image ?? more.image,
    imageRevision: record.image === null ? more.imageRevision : record.imageRevision,
    category: record.category ?? more.category,
    otherCategories: firstFilled(record.otherCategories, more.otherCategories),
    fields: fillFields(record.fields, more.fields),
    scrapedAt: record.scrapedAt ?? more.scrapedAt,
    text: record.text ?? more.text,
  };
}

function firstFilled(list: string[], more: string[]): string[] {
  return list.length > 0 ? list : more;
}

type Fields = ArticleRecord['fields'];

/** Labels are the same where their keys in `content` are. */
function fillFields(fields: Fields, more: Fields): Fields {
  const labels = Object.keys(more);
  if (labels.length === 0) return fields;
  const merged = Object.assign(emptyFields(), fields);
  const filled = new Set(
    Object.keys(fields)
      .filter((label) => fields[label]?.length !== 0)
      .map(labelKey),
  );
  for (const label of labels) {
    if (!filled.has(labelKey(label))) merged[label] = more[label] ?? '';
  }
  return merged;
}

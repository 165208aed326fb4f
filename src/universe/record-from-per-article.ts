import type { ArticleRecord } from './article';
import { readFields } from './record-fields';
import { bareRecord } from './record-from-item';
import { RecordReader, type Members } from './record-reader';

/** A per-article file of earlier versions: the universe that it names, and its record. */
export interface PerArticleRecord {
  universe: string;
  record: ArticleRecord;
}

const PLACED: ReadonlySet<string> = new Set(['description', 'image_url', 'info']);
const NOTHING_PLACED: ReadonlySet<string> = new Set();

/** Reads `{title, universe, cached_at, content: {…, info: {…}}}`; throws `RejectedRecord`. */
export function recordFromPerArticle(json: unknown): PerArticleRecord {
  const reader = new RecordReader();
  const members = reader.members(json, '');
  const record = bareRecord(reader.readTitle(members['title']), null);
  const universe = reader.text(members['universe'], 'universe').trim();
  if (universe === '') reader.reject('BAD_TYPE', 'universe is missing');
  record.scrapedAt = reader.time(members['cached_at'], 'cached_at');
  const content = optionalMembers(reader, members['content'], 'content');
  record.extract = reader.prose(content['description'], 'content.description');
  record.image = reader.address(content['image_url'], 'content.image_url');
  record.fields = readFields(reader, content, PLACED);
  const info = readFields(reader, optionalMembers(reader, content['info'], 'content.info'), NOTHING_PLACED);
  for (const label of Object.keys(info)) addInfo(record, label, info[label] ?? '');
  return { universe, record };
}

function optionalMembers(reader: RecordReader, value: unknown, where: string): Members {
  return value === undefined || value === null ? {} : reader.members(value, where);
}

/** Earlier versions folded "Affiliation(s)" to `affiliation_s_`. What `content` itself says of a field goes before. */
function addInfo(record: ArticleRecord, label: string, value: string | string[]): void {
  if (label in record.fields) return;
  record.fields[label.replace(/(?<=[a-z0-9])_s_$/, '(s)')] = value;
}

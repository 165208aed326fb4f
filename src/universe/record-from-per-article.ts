import type { ArticleRecord } from './article';
import { readFields } from './record-fields';
import { bareRecord } from './record-from-item';
import { escapeMarkdown } from './markdown';
import { leadOf } from './read-text';
import { RecordReader, type Members } from './record-reader';
import { sanitiseText } from './sanitise';
import { Anchors, type ArticleText } from './section';

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
  const record = bareRecord(reader.readTitle(members['title']));
  const universe = reader.text(members['universe'], 'universe').trim();
  if (universe === '') reader.reject('BAD_TYPE', 'universe is missing');
  record.scrapedAt = reader.time(members['cached_at'], 'cached_at');
  const content = optionalMembers(reader, members['content'], 'content');
  record.extract = reader.prose(content['description'], 'content.description');
  record.image = reader.address(content['image_url'], 'content.image_url');
  record.fields = readFields(reader, content, PLACED);
  const info = readFields(reader, optionalMembers(reader, content['info'], 'content.info'), NOTHING_PLACED);
  for (const label of Object.keys(info)) addInfo(record, label, info[label] ?? '');
  record.text = textOfContent(record.extract, content);
  return { universe, record };
}

function optionalMembers(reader: RecordReader, value: unknown, where: string): Members {
  return value === undefined || value === null ? {} : reader.members(value, where);
}

/** Members that say what an article is, and are no text of it. */
const NO_SECTIONS: ReadonlySet<string> = new Set(['name', 'description', 'image_url', 'info', 'affiliations']);
/** Members that are sections of a page however short they are; of others, a text is prose from some length on. */
const SECTIONS: ReadonlySet<string> = new Set(
  'biography abilities history personality appearance powers equipment relationships culture society geography'.split(
    ' ',
  ),
);
const SHORTEST_PROSE = 200;

/** What earlier versions took of the page's sections: each a text, or a list of texts. Null where they took none. */
function textOfContent(lead: string | null, content: Members): ArticleText | null {
  const text: ArticleText = { sections: [leadOf(escapeMarkdown(lead ?? ''))], gallery: [] };
  const anchors = new Anchors();
  for (const [label, value] of Object.entries(content)) {
    const body = NO_SECTIONS.has(label) ? '' : bodyOf(value);
    if (body === '' || (!SECTIONS.has(label) && body.length < SHORTEST_PROSE)) continue;
    const words = label.replaceAll('_', ' ').trim();
    const heading = words.charAt(0).toUpperCase() + words.slice(1);
    const { sections } = text;
    sections.push({ index: sections.length, level: 2, heading, anchor: anchors.next(heading), text: body });
  }
  return text.sections.length > 1 ? text : null;
}

function bodyOf(value: unknown): string {
  if (typeof value === 'string') return escapeMarkdown(sanitiseText(value)).trim();
  const items = Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item.trim() !== '') : [];
  return items
    .map(
      (item) =>
        `- ${escapeMarkdown(sanitiseText(item as string))
          .replace(/\s+/g, ' ')
          .trim()}`,
    )
    .join('\n');
}

/** Earlier versions folded "Affiliation(s)" to `affiliation_s_`. What `content` itself says of a field goes before. */
function addInfo(record: ArticleRecord, label: string, value: string | string[]): void {
  if (label in record.fields) return;
  record.fields[label.replace(/(?<=[a-z0-9])_s_$/, '(s)')] = value;
}

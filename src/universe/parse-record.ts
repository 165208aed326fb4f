import type { ArticleRecord, Infobox, InfoboxField, InfoboxLink } from './article';
import { RecordReader } from './record-reader';
import { readText } from './read-text';
import { sanitiseHref } from './sanitise';
import type { ArticleText } from './section';

const LONGEST_REVISION = 100;

/** A line of the native form as a record; throws `RejectedRecord`. Members that the form does not name are ignored. */
export function parseRecord(value: unknown): ArticleRecord {
  const reader = new RecordReader();
  const members = reader.members(value, '');
  const title = reader.readTitle(members['title']);
  return {
    pageid: reader.pageid(members['pageid']),
    title,
    url: reader.address(members['url'], 'url'),
    revid: reader.revid(members['revid']),
    timestamp: reader.time(members['timestamp'], 'timestamp'),
    categories: reader.categories(members['categories']),
    redirects: reader.names(members['redirects'], 'redirects').filter((name) => name !== title),
    infobox: readInfobox(reader, members['infobox']),
    extract: reader.prose(members['extract'], 'extract'),
    image: reader.address(members['image'], 'image'),
    imageRevision: reader.text(members['image_revision'], 'image_revision').slice(0, LONGEST_REVISION) || undefined,
    category: null,
    otherCategories: [],
    fields: {},
    scrapedAt: reader.time(members['scraped_at'], 'scraped_at'),
    text: readText(reader, members['sections'], members['gallery']),
  };
}

/** The text of a line that lies beside a record and has nothing but the text; null where it has none. */
export function parseText(value: unknown): ArticleText | null {
  const reader = new RecordReader();
  const members = reader.members(value, '');
  return readText(reader, members['sections'], members['gallery']);
}

function readInfobox(reader: RecordReader, value: unknown): Infobox | null {
  if (value === undefined || value === null) return null;
  const infobox = reader.members(value, 'infobox');
  const type = reader.text(infobox['type'], 'infobox.type').trim();
  const fields: InfoboxField[] = [];
  for (const field of reader.list(infobox['fields'], 'infobox.fields')) fields.push(readField(reader, field));
  return { type: type === '' ? null : type, fields };
}

function readField(reader: RecordReader, value: unknown): InfoboxField {
  const field = reader.members(value, 'infobox.fields');
  const links: InfoboxLink[] = [];
  for (const link of reader.list(field['links'], 'links')) {
    const { text, href } = reader.members(link, 'links');
    const [shown, address] = [reader.text(text, 'links.text'), sanitiseHref(reader.text(href, 'links.href'))];
    // The text of a link that leads nowhere stands among the values all the same.
    if (address !== null) links.push({ text: shown, href: address });
  }
  return { label: reader.text(field['label'], 'label'), values: reader.texts(field['values'], 'values'), links };
}

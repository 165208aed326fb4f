import { harmlessMarkdown } from './markdown';
import type { RecordReader } from './record-reader';
import { Anchors, type ArticleText, type GalleryPicture, type Section } from './section';

const DEEPEST_LEVEL = 6;
const MAX_HEADING_CHARACTERS = 1000;
/** Of one article, with room for the largest pages; what comes behind joins the last one. */
export const MAX_SECTIONS = 20_000;

/**
 * The text of a record; null where it has none. Whoever wrote the record is not trusted: sections are numbered anew,
 * the first is the lead, and no text holds anything but Markdown.
 */
export function readText(reader: RecordReader, sections: unknown, gallery: unknown): ArticleText | null {
  const read: Section[] = [];
  const anchors = new Anchors();
  for (const value of reader.list(sections, 'sections')) readSection(reader, value, read, anchors);
  const pictures: GalleryPicture[] = [];
  for (const value of reader.list(gallery, 'gallery')) {
    const picture = reader.members(value, 'gallery');
    const url = reader.address(picture['url'], 'gallery.url');
    if (url !== null) pictures.push({ url, caption: oneLine(reader.text(picture['caption'], 'gallery.caption')) });
  }
  const isEmpty = pictures.length === 0 && read.every(({ heading, text }) => heading === '' && text === '');
  return isEmpty ? null : { sections: read, gallery: pictures };
}

function readSection(reader: RecordReader, value: unknown, read: Section[], anchors: Anchors): void {
  const members = reader.members(value, 'sections');
  const heading = oneLine(reader.text(members['heading'], 'sections.heading')).slice(0, MAX_HEADING_CHARACTERS);
  const text = harmlessMarkdown(reader.longText(members['text'], 'sections.text').replace(/\r\n?/g, '\n')).trim();
  // An article that begins with a heading has an empty lead.
  if (read.length === 0 && heading !== '') read.push(leadOf(''));
  if (read.length === 0) read.push(leadOf(text));
  else if (read.length < MAX_SECTIONS) {
    const given = oneLine(reader.text(members['anchor'], 'sections.anchor'));
    const anchor = anchors.next(heading);
    read.push({ index: read.length, level: levelOf(members['level']), heading, anchor: given || anchor, text });
  } else {
    const last = read.at(-1)!;
    last.text = `${last.text}\n\n${text}`.trim();
  }
}

function levelOf(value: unknown): number {
  return typeof value === 'number' ? Math.min(DEEPEST_LEVEL, Math.max(2, Math.round(value) || 2)) : 2;
}

/** The section that has no heading. */
export function leadOf(text: string): Section {
  return { index: 0, level: 1, heading: '', anchor: '', text };
}

function oneLine(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

import type { Element } from 'domhandler';
import type { GalleryPicture } from '../../universe/section';
import { originalOf } from '../infobox/html-infobox';
import { isElement, readNodes } from '../infobox/html-value';
import type { WikiLinks } from '../infobox/wiki-links';

/** Elements that hold a picture with its caption, or several. */
const FRAMES = /(?:^|\s)(?:thumb|gallery|wikia-gallery|gallerybox|tmulti|image-thumbnail|article-thumb)(?=\s|$)/;
const CAPTIONS = /(?:^|\s)(?:thumbcaption|gallerytext|lightbox-caption|article-caption|caption)(?=\s|$)/;
/** An element of a gallery: a picture and its caption. */
const BOXES = /(?:^|\s)(?:gallerybox|wikia-gallery-item|tsingle|thumbinner)(?=\s|$)/;
/** Narrower than this, a picture without a frame is an icon of the text. */
const NARROWEST = 100;
const DEEPEST = 50;

/** The pictures that an element shows beside the text; null where it is text, or holds some. */
export function pictureIn(element: Element, links: WikiLinks): GalleryPicture[] | null {
  const { name, attribs } = element;
  const isFigure = name === 'figure' || FRAMES.test(attribs['class'] ?? '');
  if (!isFigure) {
    if (name !== 'img') return null;
    const url = Number(attribs['width'] ?? 0) >= NARROWEST ? addressOf(element, links) : null;
    return url === null ? [] : [{ url, caption: '' }];
  }
  const found: { image: Element | null; caption: string }[] = [];
  collect(element, found, 0);
  return found.flatMap(({ image, caption }) => {
    const url = image && addressOf(image, links);
    return url ? [{ url, caption }] : [];
  });
}

/** Gathers the pictures below an element, each with the caption of its box. */
function collect(element: Element, found: { image: Element | null; caption: string }[], depth: number): void {
  if (depth > DEEPEST) return;
  if (found.length === 0 || BOXES.test(element.attribs['class'] ?? '')) found.push({ image: null, caption: '' });
  for (const child of element.children) {
    if (!isElement(child)) continue;
    const box = found.at(-1)!;
    if (child.name === 'img') {
      if (box.image) found.push({ image: child, caption: '' });
      else box.image = child;
    } else if (child.name === 'figcaption' || CAPTIONS.test(child.attribs['class'] ?? ''))
      box.caption = readNodes(child.children).values.join(' ');
    else if (child.name !== 'noscript') collect(child, found, depth + 1);
  }
}

/** The address of a picture as it was uploaded. */
function addressOf({ attribs }: Element, { server }: WikiLinks): string | null {
  const source = attribs['data-src'] ?? attribs['src'] ?? '';
  if (source === '' || source.startsWith('data:') || source.includes('thumb.php?')) return null;
  const base = server?.startsWith('//') ? `https:${server}` : server;
  const absolute = source.startsWith('//') ? `https:${source}` : source;
  if (!URL.canParse(absolute, base)) return null;
  const { href, protocol } = new URL(originalOf(absolute), base);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

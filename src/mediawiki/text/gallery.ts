import { imageNameIn } from '../wikitext/image-name';
import { FILE, namespaceOf, type Namespaces } from '../wikitext/namespaces';
import type { LinkNode } from '../wikitext/parse-wikitext';
import { readWikitextText, type RenderOptions } from '../wikitext/render-value';
import { readImageOption } from './image-options';

export interface TextOptions extends RenderOptions {
  /** The address of a picture by the name of its file; null where it is not known. */
  imageAddress(name: string): string | null;
}

/** A picture of the text, by the name of its file. */
export interface NamedPicture {
  name: string;
  caption: string;
}

/** Narrower than this, a picture without a frame is an icon of the text. */
const NARROWEST = 100;
const MOST_OPTIONS = 30;

/** The picture that a link shows beside the text; null for icons, sounds and videos. */
export function pictureOfLink(source: string, node: LinkNode, options: TextOptions): NamedPicture | null {
  if (node.pipe < 0) return null;
  const name = imageNameIn(`${source.slice(node.start, node.pipe)}]]`, options.namespaces);
  if (name === null) return null;
  let caption = '';
  let width: number | null = null;
  const kinds = new Set<string>();
  for (const part of partsOf(source, node)) {
    const option = readImageOption(part);
    if (option === null) caption = part;
    else kinds.add(option.kind);
    if (option?.kind === 'size') width = option.width;
  }
  const isShown =
    kinds.has('framed') || (width === null ? kinds.has('placed') && !kinds.has('link') : width >= NARROWEST);
  return isShown ? { name, caption: readWikitextText(caption, options) } : null;
}

/** What stands between the pipes of a link, outside of what is marked up in it. */
function partsOf(source: string, { pipe, end, nodes }: LinkNode): string[] {
  const parts: string[] = [];
  let start = pipe + 1;
  let at = start;
  for (const node of [...nodes, { start: end - 2, end }]) {
    for (let bar = source.indexOf('|', at); bar >= 0 && bar < node.start && parts.length < MOST_OPTIONS;) {
      parts.push(source.slice(start, bar));
      start = bar + 1;
      bar = source.indexOf('|', start);
    }
    at = Math.max(at, node.end);
  }
  parts.push(source.slice(start, end - 2));
  return parts;
}

const SETTING = /^\s*(?:alt|link|page|class|linktext|target)\s*=/i;

/** The pictures of a `<gallery>`: a file a line, with its caption. */
export function picturesOfGallery(text: string, options: TextOptions): NamedPicture[] {
  const pictures: NamedPicture[] = [];
  for (const line of text.split('\n')) {
    const [, target = '', rest = ''] = /^\s*([^|]{1,300}?)\s*(?:\|(.*))?$/.exec(line) ?? [];
    const name = target === '' ? null : fileOf(target, options.namespaces);
    if (name === null) continue;
    const parts = rest.split(/\|(?![^[\]]*\]\])(?![^{}]*\}\})/).filter((part) => !SETTING.test(part));
    pictures.push({ name, caption: readWikitextText(parts.join('|'), options) });
  }
  return pictures;
}

/** A name with or without the namespace of files. */
function fileOf(target: string, namespaces: Namespaces): string | null {
  const isFile = namespaceOf(target, namespaces).namespace === FILE;
  return imageNameIn(isFile ? `[[${target}]]` : target, namespaces);
}

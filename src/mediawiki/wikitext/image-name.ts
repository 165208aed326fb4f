import { decodeEntities } from './entities';
import { FILE, withoutInvisible, type Namespaces } from './namespaces';
import { withoutComments } from './page-text';
import { percentDecoded } from '../../universe/percent-decoded';

const LINK = /\[\[\s*:?\s*([^:[\]|\n]{1,40}):([^[\]|\n]{1,255})/g;
/** What a browser or a thumbnailer shows as a picture. */
const PICTURE = /\.(?:png|jpe?g|jpe|jfif|gif|webp|svg|avif|apng|bmp|tiff?|xcf)$/i;
const SOUND_OR_VIDEO = /\.(?:ogg|oga|ogv|mp3|mp4|webm|wav|flac|mid|midi|pdf|djvu)$/i;
const MOST_LINES = 20;

/** The picture that a value names: `[[File:A.png|250px]]`, `A.png`, or the first line of a gallery; null for others. */
export function imageNameIn(value: string, namespaces: Namespaces): string | null {
  const text = decodeEntities(withoutInvisible(withoutComments(value))).replaceAll('{{!}}', '|');
  for (const [, prefix = '', name = ''] of text.matchAll(LINK)) {
    const isFile = namespaces.byName.get(prefix.replaceAll('_', ' ').trim().toLowerCase()) === FILE;
    if (isFile && !SOUND_OR_VIDEO.test(name.trim())) return clean(name, namespaces);
  }
  for (const line of text
    .replace(/<[^<>]{0,200}>|\{\{\{?[^{}|]{0,100}\||\}\}\}?|\|-\|/g, '\n')
    .split('\n', MOST_LINES)) {
    const name = fileNameIn(line, namespaces);
    if (name !== null) return name;
  }
  return null;
}

/** Whether a value is nothing but one file, by its own look: a name, a link to a file, a gallery. */
export function isFileValue(value: string, namespaces: Namespaces): boolean {
  const text = withoutInvisible(withoutComments(value)).trim();
  if (text === '' || text.length > 5000) return false;
  if (/^<gallery[\s>]/i.test(text) || /^(?:<tabber>|\[\[)/i.test(text))
    return imageNameIn(text, namespaces) !== null && leftBesideFiles(text, namespaces) === '';
  return !text.includes('\n') && fileNameIn(text, namespaces) !== null;
}

/** What a value says beside its pictures. */
function leftBesideFiles(text: string, namespaces: Namespaces): string {
  const withoutElements = text.replace(/<gallery[^<>]*>[^]*?<\/gallery>/gi, '').replace(/<\/?tabber>/gi, '');
  const withoutLinks = withoutElements.replace(/\[\[[^[\]]*\]\]/g, (link) =>
    imageNameIn(link, namespaces) === null ? link : '',
  );
  return withoutLinks.replace(/(?:^|\n|\|-\|)[^=\n|]{1,60}=|\|-\||<[^<>]*>/g, '').trim();
}

function fileNameIn(line: string, namespaces: Namespaces): string | null {
  const name = percentDecoded(line.split('|', 1)[0] ?? '')
    .replace(/^[^=|]{1,60}=\s*(?=\S)/, (label) => (label.includes(':') ? label : ''))
    .trim();
  const colon = name.indexOf(':');
  const prefix = colon > 0 ? name.slice(0, colon).replaceAll('_', ' ').trim().toLowerCase() : '';
  const bare = namespaces.byName.get(prefix) === FILE ? name.slice(colon + 1).trim() : name;
  const isName = PICTURE.test(bare) && bare.length < 256 && !/[<>[\]{}#|]|:\/\//.test(bare);
  return isName ? clean(bare, namespaces) : null;
}

function clean(name: string, namespaces: Namespaces): string | null {
  const text = name.replace(/[\s_]+/g, ' ').trim();
  if (text === '' || namespaces.isCaseSensitive) return text || null;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

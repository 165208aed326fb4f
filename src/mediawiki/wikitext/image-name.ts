import type { Namespaces } from './namespaces';

const LINK = /\[\[\s*([^:[\]|]{1,40}):([^[\]|]{1,255})/;
const PICTURE = /\.(?:png|jpe?g|gif|webp|svg|avif)$/i;

/** The file that an image parameter names: `[[File:A.png|250px]]`, `A.png`, or the first line of a gallery. */
export function imageNameIn(value: string, namespaces: Namespaces): string | null {
  const link = LINK.exec(value);
  if (link && namespaces.file.has((link[1] ?? '').trim().toLowerCase())) return clean(link[2] ?? '');
  for (const line of value.replace(/<[^<>]{0,200}>/g, '\n').split('\n', 20)) {
    const [first = ''] = line.split('|', 1);
    const name = first.trim();
    const colon = name.indexOf(':');
    const bare =
      colon > 0 && namespaces.file.has(name.slice(0, colon).trim().toLowerCase()) ? name.slice(colon + 1) : name;
    if (PICTURE.test(bare.trim()) && bare.length < 256) return clean(bare);
  }
  return null;
}

function clean(name: string): string | null {
  const text = name.replace(/[\s_]+/g, ' ').trim();
  return text === '' ? null : text.charAt(0).toUpperCase() + text.slice(1);
}

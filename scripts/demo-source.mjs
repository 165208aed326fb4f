// Reads universes/demo/source/*.txt, the demo universe as people write it:
//
//   @Planet | Veyra | redirect: The Blue Lantern; Veyra Prime | cat: Ocean worlds | img: planet hue=205 sea=0.85
//   Region: [[Lantern Reach]]
//   Native species: [[Veyran]]; [[Human|people]]
//   > The first paragraph.
//
// "@" begins an article: infobox type (may be empty), title, and options. A field is "Label: value; value", a link
// [[Title]] or [[Title|text]]. Lines that begin with "#" say something to whoever reads the file.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const demoDir = join(dirname(fileURLToPath(import.meta.url)), '../universes/demo');

/** Every article of the source, in order. */
export function readDemoSource() {
  const dir = join(demoDir, 'source');
  const articles = [];
  for (const name of readdirSync(dir).sort()) {
    for (const line of readFileSync(join(dir, name), 'utf8').split('\n')) readLine(articles, line, name);
  }
  return articles;
}

function readLine(articles, line, file) {
  if (line.trim() === '' || line.startsWith('#')) return;
  if (line.startsWith('@')) {
    articles.push(readHead(line));
    return;
  }
  const article = articles.at(-1);
  if (line.startsWith('> ')) article.extract = line.slice(2).trim();
  else {
    const [, label, values] = /^([^:]+): (.+)$/.exec(line) ?? fail(`${file}: not understood: ${line}`);
    article.fields.push({ label, values: values.split('; ') });
  }
}

function readHead(line) {
  const [type, title, ...options] = line
    .slice(1)
    .split(' | ')
    .map((part) => part.trim());
  const article = { type: type || null, title, redirects: [], categories: [], image: null, fields: [], extract: null };
  for (const option of options) {
    const [, name, value] = /^(\w+): (.+)$/.exec(option) ?? fail(`${title}: not understood: ${option}`);
    if (name === 'redirect') article.redirects = value.split('; ');
    else if (name === 'cat') article.categories = value.split('; ');
    else if (name === 'img') article.image = readImage(title, value);
    else fail(`${title}: unknown option ${name}`);
  }
  return article;
}

const FORMAT_OF = { planet: 'webp', place: 'jpg', emblem: 'png', droid: 'png', cover: 'jpg' };

function readImage(title, text) {
  const [drawing, ...settings] = text.split(' ');
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
  const extension = slug === 'veyra' ? 'png' : (FORMAT_OF[drawing] ?? 'webp');
  return {
    drawing,
    file: `${slug}.${extension}`,
    ...Object.fromEntries(settings.map((setting) => setting.split('='))),
  };
}

function fail(message) {
  throw new Error(message);
}

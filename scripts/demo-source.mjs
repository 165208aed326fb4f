// Reads universes/demo/source/*.txt, the demo universe as people write it:
//
//   @Planet | Veyra | redirect: The Blue Lantern; Veyra Prime | cat: Ocean worlds | img: planet hue=205 sea=0.85
//   Region: [[Lantern Reach]]
//   Native species: [[Veyran]]; [[Human|people]]
//   > The first paragraph.
//
// "@" begins an article: infobox type (may be empty), title, and options. A field is "Label: value; value", a link
// [[Title]] or [[Title|text]]. Lines that begin with "#" say something to whoever reads the file.
//
// source/text/*.md holds the longer texts, a file an article: its title as the heading, then Markdown with the same
// links. What stands before the first "##" follows the first paragraph. ![caption](file of images/) goes to the gallery.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const demoDir = join(dirname(fileURLToPath(import.meta.url)), '../universes/demo');

/** Every article of the source, in order. */
export function readDemoSource() {
  const dir = join(demoDir, 'source');
  const articles = [];
  for (const name of namesIn(dir, '.txt')) {
    for (const line of readFileSync(join(dir, name), 'utf8').split('\n')) readLine(articles, line, name);
  }
  for (const name of namesIn(join(dir, 'text'), '.md')) {
    const [, title, text] = /^# (.+)\n([^]*)$/.exec(readFileSync(join(dir, 'text', name), 'utf8')) ?? fail(name);
    const article = articles.find((one) => one.title === title) ?? fail(`${name}: there is no article "${title}"`);
    if (name !== `${slugOf(title)}.md`) fail(`${name} should be ${slugOf(title)}.md`);
    article.text = text.trim();
  }
  return articles;
}

function namesIn(dir, extension) {
  return readdirSync(dir)
    .filter((name) => name.endsWith(extension))
    .sort();
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
  const article = {
    type: type || null,
    title,
    redirects: [],
    categories: [],
    image: null,
    fields: [],
    extract: null,
    text: null,
  };
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
  const slug = slugOf(title);
  const extension = slug === 'veyra' ? 'png' : (FORMAT_OF[drawing] ?? 'webp');
  return {
    drawing,
    file: `${slug}.${extension}`,
    ...Object.fromEntries(settings.map((setting) => setting.split('='))),
  };
}

function slugOf(title) {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}

function fail(message) {
  throw new Error(message);
}

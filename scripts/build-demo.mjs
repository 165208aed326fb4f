#!/usr/bin/env node
// Makes universes/demo/articles.jsonl and manifest.json (the native form) of universes/demo/source.
//   node scripts/build-demo.mjs [--check]      --check writes nothing; exit 1 where the files are not those of the source
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoDir, readDemoSource } from './demo-source.mjs';

const WRITTEN_AT = '2026-01-01T00:00:00Z';
const FIRST_PAGE_ID = 1001;

/** Wiki categories of an infobox type; those of regions and species follow from the fields. */
const CATEGORY_OF = {
  Region: 'Regions',
  Sector: 'Sectors',
  System: 'Star systems',
  Star: 'Stars',
  Nebula: 'Nebulae',
  Constellation: 'Constellations',
  Trade_route: 'Trade routes',
  Planet: 'Planets',
  Moon: 'Moons',
  City: 'Cities',
  Structure: 'Structures',
  Location: 'Locations',
  Store: 'Shops',
  Space_station: 'Space stations',
  Racing_track: 'Racing tracks',
  Species: 'Species',
  Pet: 'Pets',
  Character: 'Individuals',
  Droid: 'Droids',
  Droid_series: 'Droid series',
  Organization: 'Organizations',
  Government: 'Governments',
  Company: 'Companies',
  Fleet: 'Fleets',
  Religion: 'Religions',
  Family: 'Noble families',
  Military_unit: 'Military units',
  Band: 'Bands',
  Battle: 'Battles',
  War: 'Wars',
  Mission: 'Missions',
  Duel: 'Duels',
  Campaign: 'Military campaigns',
  Event: 'Events',
  Treaty: 'Treaties',
  Holiday: 'Holidays',
  Competition: 'Competitions',
  Election: 'Elections',
  Sport: 'Sports',
  Era: 'Eras',
  Year: 'Years',
  Weapon: 'Weapons',
  Lightsaber: 'Weapons',
  Armor: 'Armor',
  Clothing: 'Clothing',
  Starship_class: 'Starship classes',
  Individual_ship: 'Individual ships',
  Ship_series: 'Ship series',
  Ground_vehicle: 'Ground vehicles',
  Repulsorlift_vehicle: 'Repulsorlift vehicles',
  Aquatic_vehicle: 'Aquatic vehicles',
  Air_vehicle: 'Air vehicles',
  Device: 'Devices',
  Artifact: 'Artifacts',
  Substance: 'Substances',
  Food: 'Foods',
  Medal: 'Medals',
  Currency: 'Currencies',
  Symbol: 'Symbols',
  IU_media: 'In-universe books',
  Technology: 'Technology',
  Force_power: 'Abilities',
  Lightsaber_form: 'Fighting styles',
  Tactics: 'Tactics',
  Language: 'Languages',
  Plant: 'Plants',
  Disease: 'Diseases',
  Law: 'Laws',
  Deity: 'Deities',
  Game: 'Games',
  Title_or_position: 'Titles',
  Book: 'Novels',
  Comic_book: 'Comic books',
  Video_game: 'Video games',
  Television_series: 'Television series',
  Television_episode: 'Television episodes',
  Soundtrack: 'Soundtracks',
  Reference_book: 'Reference books',
  Person: 'Real-world people',
  OOU_company: 'Real-world companies',
};
const PICTURE = /^!\[([^\]]*)\]\(([^)]+)\)\n?/gm;
const LINK = /\[\[([^\]|]+)(?:\|([^\]]+))?\]\]/g;

const articles = readDemoSource();
const titles = new Set(articles.flatMap(({ title, redirects }) => [title, ...redirects]));
if (titles.size !== articles.reduce((sum, { redirects }) => sum + 1 + redirects.length, 0))
  throw new Error('a title is used twice');

const lines = articles.map((article, i) => JSON.stringify(toRecord(article, i)) + '\n').join('');
put('articles.jsonl', lines);
const file = {
  name: 'articles.jsonl',
  articles: articles.length,
  bytes: Buffer.byteLength(lines),
  sha256: createHash('sha256').update(lines).digest('hex'),
};
const manifest = {
  format: 1,
  universe: 'demo',
  source: 'invented',
  licence: 'CC0 1.0',
  created_at: WRITTEN_AT,
  articles: articles.length,
  files: [file],
};
put('manifest.json', JSON.stringify(manifest, null, 2) + '\n');
console.log(
  `${articles.length} articles, ${articles.filter(({ image }) => image).length} with an image, ` +
    `${articles.filter(({ text }) => text).length} with a text of ${textBytes()} bytes in all, ${file.bytes} bytes`,
);

function textBytes() {
  return articles.reduce((sum, { text }) => sum + Buffer.byteLength(text ?? ''), 0);
}

function put(name, text) {
  const path = join(demoDir, name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text)
    throw new Error(`${name} is not what the source gives: run node scripts/build-demo.mjs`);
}

function toRecord(article, i) {
  return {
    pageid: FIRST_PAGE_ID + i,
    title: article.title,
    revid: 5001 + i,
    timestamp: WRITTEN_AT,
    categories: categoriesOf(article),
    redirects: article.redirects,
    infobox: article.type === null ? null : { type: article.type, fields: fieldsOf(article) },
    extract: article.extract,
    image: article.image && imageUrl(article.image.file),
    ...textOf(article),
  };
}

function imageUrl(file) {
  return `https://images.demo.invalid/${file}`;
}

/** The longer text as sections and gallery; nothing where there is none. */
function textOf({ title, extract, text }) {
  if (text === null) return {};
  const gallery = [];
  const body = text.replace(PICTURE, (_, caption, file) => {
    if (!existsSync(join(demoDir, 'images', file))) throw new Error(`${title}: there is no picture ${file}`);
    gallery.push({ url: imageUrl(file), caption });
    return '';
  });
  const sections = `\n${extract}\n\n${body}`.split(/^(?=##+ )/m).map((part, index) => {
    const [, marks, heading, rest] = /^(##+) (.+)\n([^]*)$/.exec(part) ?? [null, '#', '', part];
    return {
      index,
      level: marks.length,
      heading,
      anchor: heading.replaceAll(' ', '_'),
      text: withAddresses(title, rest).trim(),
    };
  });
  if (new Set(sections.map(({ anchor }) => anchor)).size < sections.length)
    throw new Error(`${title}: two sections share a heading`);
  return gallery.length > 0 ? { sections, gallery } : { sections };
}

function withAddresses(title, text) {
  return text.replace(LINK, (link) => {
    const [{ text: label, href }] = linksOf(title, link);
    return `[${label}](${href})`;
  });
}

function fieldsOf({ title, fields }) {
  const name = { label: 'Titles', values: [title], links: [] };
  return [
    name,
    ...fields.map(({ label, values }) => ({
      label,
      values: values.map(plainText),
      links: values.flatMap((value) => linksOf(title, value)),
    })),
  ];
}

function plainText(value) {
  return value.replace(LINK, (_, target, text) => text ?? target);
}

function linksOf(title, value) {
  return [...value.matchAll(LINK)].map(([, target, text]) => {
    if (!titles.has(target)) throw new Error(`${title}: there is no article "${target}"`);
    return {
      text: text ?? target,
      href:
        '/wiki/' +
        encodeURIComponent(target.replaceAll(' ', '_'))
          .replace(/%2F/g, '/')
          .replace(/['()]/g, (sign) => '%' + sign.charCodeAt(0).toString(16)),
    };
  });
}

function categoriesOf({ type, title, fields, categories }) {
  const value = (label) => plainText(fields.find((field) => field.label === label)?.values[0] ?? '');
  const derived = [];
  if (!categories.includes('Legends articles')) derived.push('Canon articles');
  const base = CATEGORY_OF[type] ?? (type === null ? null : missing(type, title));
  if (base) derived.push(base);
  if (['Planets', 'Moons', 'Sectors', 'Star systems', 'Space stations'].includes(base) && value('Region'))
    derived.push(`${value('Region').replace(/^The /, '')} ${base.toLowerCase()}`);
  if (type === 'Species' && value('Designation'))
    derived.push(/^non/i.test(value('Designation')) ? 'Non-sentient species' : 'Sentient species');
  if (value('Gender')) derived.push(`${value('Gender')}s`);
  if (type === 'Character' && value('Affiliation(s)'))
    derived.push(`${value('Affiliation(s)').replace(/^The /, '')} individuals`);
  return [...new Set([...derived, ...categories])];
}

function missing(type, title) {
  throw new Error(`${title}: no wiki category for the type ${type}`);
}

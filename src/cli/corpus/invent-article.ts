import { encodeTitle } from '../../mediawiki/wikitext/titles';
import type { ArticleRecord } from '../../universe/article';
import { bareRecord } from '../../universe/record-from-item';
import { Chance } from './chance';
import { REGIONS, type FieldRule, type ValueRule } from './kinds';
import type { InventedText, TextInventor } from './invent-text';
import type { Plan } from './plan';
import { toArticleText } from './render-text';

/** One value of an infobox field; `target` is the title that it links to. */
export interface InventedValue {
  text: string;
  target: string | null;
}

export interface InventedField {
  label: string;
  values: InventedValue[];
}

/** An invented article before it takes the form of a record or of wikitext. */
export interface InventedArticle {
  pageid: number;
  title: string;
  revid: number;
  timestamp: string;
  /** Infobox type, or null. */
  type: string | null;
  fields: InventedField[];
  categories: string[];
  redirects: string[];
  extract: string | null;
  text: InventedText | null;
}

const FIRST_PAGE_ID = 1001;
const FIRST_REVISION = 2_000_001;
const YEAR_START_MS = Date.UTC(2025, 0, 1);
const SECONDS_OF_YEAR = 365 * 86_400;

/** The article of a number: the same for the same plan, whichever are invented before it. `texts` gives it a whole text. */
export function inventArticle(plan: Plan, number: number, texts: TextInventor | null): InventedArticle {
  const chance = Chance.of(plan.seed, number);
  const { kind } = plan.member(number);
  const title = plan.title(number);
  const fields = kind.type === '' ? [] : inventFields(plan, chance, title, kind.fields);
  const article = {
    pageid: FIRST_PAGE_ID + number,
    title,
    revid: FIRST_REVISION + number,
    timestamp: timeOf(chance),
    type: kind.type || null,
    fields,
    categories: inventCategories(plan, chance, number, fields, chance.pick(kind.categories)),
    redirects: plan.isTwin(number) ? [] : inventRedirects(plan, chance, number, title),
    extract: chance.happens(0.1) ? inventExtract(plan, chance, title, kind.type) : null,
  };
  return { ...article, text: texts?.text(number, article.extract) ?? null };
}

/** The article as a record of the native form. */
export function toRecord(article: InventedArticle, articleUrl: string, image: string | null): ArticleRecord {
  const { type, fields, text, ...same } = article;
  return {
    ...bareRecord(article.title),
    ...same,
    url: articleUrl + encodeTitle(article.title),
    infobox: type === null ? null : { type, fields: fields.map(toInfoboxField) },
    image,
    text: text && toArticleText(text),
  };
}

function toInfoboxField({ label, values }: InventedField) {
  const linked = values.filter((value) => value.target !== null);
  return {
    label,
    values: values.map(({ text }) => text),
    links: linked.map(({ text, target }) => ({ text, href: `/wiki/${encodeTitle(target ?? '')}` })),
  };
}

function timeOf(chance: Chance): string {
  const ms = YEAR_START_MS + chance.between(0, SECONDS_OF_YEAR - 1) * 1000;
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function inventFields(plan: Plan, chance: Chance, title: string, rules: readonly FieldRule[]): InventedField[] {
  const fields: InventedField[] = [{ label: 'Titles', values: [{ text: title, target: null }] }];
  for (const { label, often, value } of rules) {
    if (!chance.happens(often)) continue;
    const values = inventValues(plan, chance, value);
    if (values.length > 0) fields.push({ label, values });
  }
  return fields;
}

function inventValues(plan: Plan, chance: Chance, rule: ValueRule): InventedValue[] {
  switch (rule.from) {
    case 'articles':
      return inventLinks(plan, chance, rule.kind, chance.between(rule.least, rule.most) + more(chance, rule.most));
    case 'list':
      return distinct(Array.from({ length: chance.between(1, rule.most) }, () => plain(chance.pick(rule.options))));
    case 'number':
      return [plain(`${chance.between(rule.low, rule.high)} ${rule.unit}`.trim())];
    case 'year':
      return inventYear(plan, chance);
    case 'region':
      return [plain(REGIONS[chance.rank(REGIONS.length)] ?? REGIONS[0])];
  }
}

/** Articles are linked to as in a real wiki: a few by thousands, most by hardly any. */
function inventLinks(plan: Plan, chance: Chance, type: string, wanted: number): InventedValue[] {
  const count = plan.count(type);
  if (count === 0) return [];
  return distinct(
    Array.from({ length: wanted }, () => {
      const number = plan.number(type, chance.rank(count));
      const target = plan.title(number);
      const isNickname = type === 'Character' && number % 5 === 0 && chance.happens(0.5);
      return { text: isNickname ? `Captain ${plan.word(number)}` : target, target };
    }),
  );
}

/** Fields that may list several articles now and then list many. */
function more(chance: Chance, most: number): number {
  return most > 1 && chance.happens(0.5) ? chance.between(1, 5) : 0;
}

function inventYear(plan: Plan, chance: Chance): InventedValue[] {
  const count = plan.count('Year');
  if (count === 0) return [plain(`${chance.between(1, 999)} AC`)];
  const target = plan.title(plan.number('Year', chance.rank(count)));
  return [{ text: target, target }];
}

function plain(text: string): InventedValue {
  return { text, target: null };
}

function distinct(values: InventedValue[]): InventedValue[] {
  const seen = new Set<string>();
  return values.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function inventCategories(
  plan: Plan,
  chance: Chance,
  number: number,
  fields: readonly InventedField[],
  category: string,
): string[] {
  const categories = [plan.isTwin(number) || chance.happens(0.05) ? 'Legends articles' : 'Canon articles', category];
  const first = (label: string) => fields.find((field) => field.label === label)?.values[0]?.text;
  const gender = first('Gender');
  if (gender !== undefined) categories.push(`${gender}s`);
  const group = first('Affiliation(s)');
  if (group !== undefined && chance.happens(0.7)) categories.push(`${group} individuals`);
  const region = first('Region');
  if (region !== undefined) categories.push(`${region} ${category.toLowerCase()}`);
  if (chance.happens(0.24)) categories.push('Pages with missing permanent links');
  if (chance.happens(0.06)) categories.push('Articles with conjectural titles');
  return categories;
}

/** Only words of the article's own stand in its redirects, so that no other article has the same. */
function inventRedirects(plan: Plan, chance: Chance, number: number, title: string): string[] {
  if (!chance.happens(0.15) || !title.includes(plan.word(number))) return [];
  const names = [`${plan.word(number)} (disambiguated)`, `Captain ${plan.word(number)}`, `${title} of Old`];
  return names.slice(0, chance.between(1, 3)).sort();
}

const OPENINGS = ['was known for', 'is remembered for', 'was famous for', 'is said to have lost', 'never spoke of'];
const SUBJECTS = [
  'long silences',
  'lanterns',
  'slow ships',
  'unlikely maps',
  'good soup',
  'broken clocks',
  'old songs',
];

function inventExtract(plan: Plan, chance: Chance, title: string, type: string): string {
  const noun = type === '' ? 'matter' : type.replaceAll('_', ' ').toLowerCase();
  const sentences = [`${title} was a ${noun} of the ${chance.pick(REGIONS)}.`];
  for (let i = chance.between(1, 4); i > 0; i--) {
    const other = plan.title(chance.between(0, plan.articles - 1));
    sentences.push(`It ${chance.pick(OPENINGS)} ${chance.pick(SUBJECTS)}, and for what became of ${other}.`);
  }
  return sentences.join(' ');
}

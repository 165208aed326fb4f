import type { ArticleContent, ArticleRecord, Infobox } from './article';
import { compareCodePoints } from './fold';
import { labelKey } from './label';

/** Keys of `content` that are always arrays. */
export const ARRAY_KEYS = ['abilities', 'affiliations', 'aliases'] as const;
export type ArrayKey = (typeof ARRAY_KEYS)[number];

/** Which array a field goes into; a field whose key is not the array's own is kept as a text as well. */
const ARRAY_OF: ReadonlyMap<string, ArrayKey> = new Map([
  ['abilities', 'abilities'],
  ['affiliation', 'affiliations'],
  ['affiliations', 'affiliations'],
  ['aliases', 'aliases'],
]);
const NOTHING: readonly string[] = [];

/** A field's values before they are joined: a text that stands for several is split only where an array is asked. */
type Values = readonly string[] | string;

/**
 * A record as flat `content`, by one rule for every form of the file cache. The infobox comes first; what it lacks is
 * filled from the fields of the other forms. Keys are in the order in which jsonb stores them, so that both sources
 * give the same bytes. Link texts are no part of a record: `mergeAliases` adds them.
 */
export function toContent(record: ArticleRecord): ArticleContent {
  return fieldsOf(record).toContent();
}

function fieldsOf(record: ArticleRecord): SortedFields {
  const fields = scratch;
  fields.clear();
  fields.put('description', record.extract ?? '');
  for (const key of ARRAY_KEYS) fields.put(key, NOTHING);
  const arrays = record.infobox ? addInfobox(fields, record.infobox) : noArrays();
  addFields(fields, arrays, record.fields);
  arrays.aliases = mergeAliases(record.title, arrays.aliases, record.redirects);
  for (const key of ARRAY_KEYS) fields.put(key, arrays[key]);
  return fields;
}

/** The names of an article besides its title, each once, in the order given. */
export function mergeAliases(title: string, ...lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = [];
  for (const list of lists) {
    for (const name of list) if (name !== title && name !== '' && !merged.includes(name)) merged.push(name);
  }
  return merged;
}

type Arrays = Record<ArrayKey, string[]>;

function noArrays(): Arrays {
  return { abilities: [], affiliations: [], aliases: [] };
}

function addInfobox(fields: SortedFields, infobox: Infobox): Arrays {
  const arrays = noArrays();
  for (const { label, values } of infobox.fields) {
    const key = labelKey(label);
    const array = ARRAY_OF.get(key);
    if (array !== undefined) addDistinct(arrays[array], values);
    if (key === 'description' && fields.has(key)) continue;
    if (key !== array && key !== '') fields.append(key, values);
  }
  return arrays;
}

/** Fills what the infobox left empty: a key as a whole, never a part of its values. */
function addFields(fields: SortedFields, arrays: Arrays, more: Record<string, string | string[]>): void {
  const labels = Object.keys(more);
  if (labels.length === 0) return;
  const gaps = noArrays();
  const taken = fields.filledKeys();
  for (const label of labels) {
    const key = labelKey(label);
    const values = more[label] ?? '';
    const array = ARRAY_OF.get(key);
    if (array !== undefined && arrays[array].length === 0) addDistinct(gaps[array], separate(values));
    if (key !== array && key !== '' && !taken.has(key)) fields.append(key, values);
  }
  for (const key of ARRAY_KEYS) if (arrays[key].length === 0) arrays[key] = gaps[key];
}

function addDistinct(list: string[], values: readonly string[]): void {
  for (const value of values) if (value !== '' && !list.includes(value)) list.push(value);
}

function joined(list: Values): string {
  return typeof list === 'string' ? list : list.length === 1 ? (list[0] ?? '') : list.join(', ');
}

/** The values of a text that joins several by ", ", but not within parentheses. */
function separate(list: Values): readonly string[] {
  if (typeof list !== 'string') return list;
  if (!list.includes(', ')) return [list];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < list.length; i++) {
    const character = list[i];
    if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (character === ',' && list[i + 1] === ' ' && depth === 0) {
      parts.push(list.slice(start, i));
      start = i + 2;
    }
  }
  return [...parts, list.slice(start)];
}

/** Fields by key, kept as jsonb sorts keys: by their length in bytes, then by bytes. */
class SortedFields {
  private readonly keys: string[] = [];
  /** Of the keys, in bytes. */
  private readonly lengths: number[] = [];
  private readonly values: Values[] = [];
  private size = 0;

  clear(): void {
    this.size = 0;
  }

  put(key: string, values: Values): void {
    const at = this.find(key);
    if (at >= 0) this.values[at] = values;
    else this.insert(~at, key, values);
  }

  /** Labels that fold to the same key join their values. */
  append(key: string, values: Values): void {
    const at = this.find(key);
    if (at < 0) this.insert(~at, key, values);
    else if (joined(this.values[at] ?? '') === '') this.values[at] = values;
    else if (values.length > 0) this.values[at] = [joined(this.values[at] ?? ''), joined(values)];
  }

  has(key: string): boolean {
    const at = this.find(key);
    return at >= 0 && this.values[at]?.length !== 0;
  }

  filledKeys(): Set<string> {
    return new Set(this.keys.slice(0, this.size).filter((_, i) => joined(this.values[i] ?? '') !== ''));
  }

  toContent(): ArticleContent {
    const content: ArticleContent = {};
    for (let i = 0; i < this.size; i++) {
      const key = this.keys[i] ?? '';
      const values = this.values[i] ?? '';
      content[key] = isArrayKey(key) ? (values as string[]) : joined(values);
    }
    return content;
  }

  /** Where the key is, or the complement of where it belongs. */
  private find(key: string): number {
    let low = 0;
    let high = this.size;
    const length = Buffer.byteLength(key);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.keys[middle] ?? '';
      if (other === key) return middle;
      const difference = (this.lengths[middle] ?? 0) - length || compareCodePoints(other, key);
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return ~low;
  }

  private insert(at: number, key: string, values: Values): void {
    const { keys } = this;
    for (let i = this.size++; i > at; i--) {
      keys[i] = keys[i - 1] as string;
      this.lengths[i] = this.lengths[i - 1] as number;
      this.values[i] = this.values[i - 1] as Values;
    }
    keys[at] = key;
    this.lengths[at] = Buffer.byteLength(key);
    this.values[at] = values;
  }
}

const scratch = new SortedFields();

function isArrayKey(key: string): key is ArrayKey {
  return key === 'abilities' || key === 'affiliations' || key === 'aliases';
}

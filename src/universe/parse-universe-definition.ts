import { CATEGORIES, type Category } from './categories';
import { GENERIC_INFOBOX } from './generic-infobox';
import {
  RESERVED_IDS,
  UNIVERSE_ID,
  type CategoryRules,
  type ConditionalType,
  type EvidenceRule,
  type Licence,
  type RegionName,
  type UniverseDefinition,
  type UniverseImageStore,
  type UniverseTable,
} from './universe-definition';

/** What is wrong with a universe's file, in words for whoever wrote it. */
export class BadDefinition extends Error {
  constructor(
    readonly fileName: string,
    reason: string,
  ) {
    super(`${fileName}: ${reason}`);
    this.name = 'BadDefinition';
  }
}

/** Checks a definition whole and names every fault at once. */
export function parseUniverseDefinition(json: unknown, fileName: string): UniverseDefinition {
  const check = new DefinitionCheck();
  const definition = check.definition(json);
  if (check.faults.length > 0) throw new BadDefinition(fileName, check.faults.join('; '));
  return definition;
}

type Members = Record<string, unknown>;

const HOST = /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

const TABLE_NAME = /^[\p{L}_][\p{L}\p{N}_ -]{0,99}$/u;

/** `attack_speed` -> `Attack speed`. */
function labelOfField(field: string): string {
  const words = field.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Reads the members of a definition and gathers what is wrong with them. */
class DefinitionCheck {
  readonly faults: string[] = [];

  definition(json: unknown): UniverseDefinition {
    const known =
      'id name api articleUrl articleCategory articleNamespaces imageHosts licence imageStore pictureParameters noInfoboxes labels tables regions rules nicknames'.split(
        ' ',
      );
    const top = this.members(json, 'the file', known);
    const id = this.id(top['id']);
    return {
      id,
      name: this.text(top['name'], 'name') || id,
      api: this.address(top['api'], 'api'),
      articleUrl: this.articleUrl(top['articleUrl']),
      articleCategory: this.optionalText(top['articleCategory'], 'articleCategory'),
      articleNamespaces: this.texts(top['articleNamespaces'], 'articleNamespaces'),
      imageHosts: this.hosts(top['imageHosts']),
      licence: this.licence(top['licence']),
      imageStore: this.imageStore(top['imageStore']),
      pictureParameters: this.texts(top['pictureParameters'], 'pictureParameters'),
      noInfoboxes: this.texts(top['noInfoboxes'], 'noInfoboxes'),
      labels: this.labels(top['labels'], 'labels'),
      tables: this.list(top['tables'], 'tables').map((table, i) => this.table(table, `tables[${i}]`)),
      regions: this.list(top['regions'], 'regions').map((region, i) => this.region(region, `regions[${i}]`)),
      rules: this.rules(top['rules']),
      nicknames: this.nicknames(top['nicknames']),
    };
  }

  private id(value: unknown): string {
    const id = this.text(value, 'id');
    if (id !== '' && !UNIVERSE_ID.test(id))
      this.fault('id', 'must be a lower-case letter, then up to 49 of a-z, 0-9 and _');
    else if (RESERVED_IDS.has(id)) this.fault('id', `must not be one of ${[...RESERVED_IDS].join(', ')}`);
    return id;
  }

  private address(value: unknown, where: string): string | null {
    const text = this.optionalText(value, where);
    if (text === null) return null;
    if (!/^https?:\/\//.test(text) || !URL.canParse(text)) this.fault(where, 'must be an http(s) address or null');
    return text;
  }

  private articleUrl(value: unknown): string | null {
    const text = this.address(value, 'articleUrl');
    if (text !== null && !text.includes('$1')) this.fault('articleUrl', 'must contain $1, the place of the title');
    return text;
  }

  private hosts(value: unknown): string[] {
    const hosts = this.texts(value, 'imageHosts').map((host) => host.toLowerCase());
    for (const host of hosts) {
      if (!HOST.test(host)) this.fault('imageHosts', `"${host}" is not a host, *.host or host:port`);
    }
    return hosts;
  }

  private licence(value: unknown): Licence {
    const licence = this.members(value, 'licence', ['name', 'url', 'attribution']);
    return {
      name: this.text(licence['name'], 'licence.name'),
      url: this.address(licence['url'], 'licence.url') ?? '',
      attribution: this.optionalText(licence['attribution'], 'licence.attribution') ?? '',
    };
  }

  private imageStore(value: unknown): UniverseImageStore | null {
    if (value === undefined || value === null) return null;
    const store = this.members(value, 'imageStore', ['base', 'suffix', 'isHashed']);
    const isHashed = store['isHashed'] ?? true;
    if (typeof isHashed !== 'boolean') this.fault('imageStore.isHashed', 'must be true or false');
    return {
      base: (this.address(store['base'], 'imageStore.base') ?? this.text('', 'imageStore.base')).replace(/\/+$/, ''),
      suffix: this.optionalText(store['suffix'], 'imageStore.suffix') ?? '',
      isHashed: isHashed !== false,
    };
  }

  private table(value: unknown, where: string): UniverseTable {
    const table = this.members(value, where, ['cargo', 'bucket', 'type', 'fields', 'image']);
    const kind = table['bucket'] === undefined ? 'cargo' : 'bucket';
    const name = this.text(table[kind], `${where}.${kind}`);
    const listed = Array.isArray(table['fields']) ? this.texts(table['fields'], `${where}.fields`) : null;
    const fields = listed
      ? Object.fromEntries(listed.map((field) => [field, labelOfField(field)]))
      : this.labels(table['fields'], `${where}.fields`);
    const image = this.optionalText(table['image'], `${where}.image`);
    if (Object.keys(fields).length === 0) this.fault(`${where}.fields`, 'must name at least one field');
    for (const one of [name, ...Object.keys(fields), image ?? 'none'])
      if (one !== '' && !TABLE_NAME.test(one)) this.fault(where, `"${one}" is not the name of a table or field`);
    return { kind, name, type: this.text(table['type'], `${where}.type`), fields, image };
  }

  private labels(value: unknown, where: string): Record<string, string> {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.fault(where, 'must be an object of labels by name');
      return {};
    }
    const labels = Object.entries(value).map(([name, label]) => [name, this.text(label, `${where}.${name}`)]);
    return Object.fromEntries(labels) as Record<string, string>;
  }

  private region(value: unknown, where: string): RegionName {
    if (typeof value === 'string') return { name: this.text(value, where), contains: [value.toLowerCase()] };
    const region = this.members(value, where, ['name', 'contains']);
    const name = this.text(region['name'], `${where}.name`);
    const contains = this.texts(region['contains'], `${where}.contains`).map((text) => text.toLowerCase());
    return { name, contains: contains.length > 0 ? contains : [name.toLowerCase()] };
  }

  private rules(value: unknown): CategoryRules {
    if (value === undefined || value === null)
      return { infobox: GENERIC_INFOBOX, wikiCategories: {}, ignoredWikiCategories: [], evidence: [] };
    const rules = this.members(value, 'rules', ['infobox', 'wikiCategories', 'ignoredWikiCategories', 'evidence']);
    return {
      infobox:
        rules['infobox'] === undefined
          ? GENERIC_INFOBOX
          : this.byCategory(rules['infobox'], 'rules.infobox', (entry, where) => this.infoboxType(entry, where)),
      wikiCategories: this.byCategory(rules['wikiCategories'], 'rules.wikiCategories', (entry, where) =>
        this.text(entry, where),
      ),
      ignoredWikiCategories: this.texts(rules['ignoredWikiCategories'], 'rules.ignoredWikiCategories'),
      evidence: this.list(rules['evidence'], 'rules.evidence').map((rule, i) =>
        this.evidence(rule, `rules.evidence[${i}]`),
      ),
    };
  }

  private nicknames(value: unknown): Record<string, string[]> {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.fault('nicknames', 'must be an object of names by title');
      return {};
    }
    return Object.fromEntries(
      Object.entries(value).map(([title, names]) => [title, this.texts(names, `nicknames.${title}`)]),
    );
  }

  private evidence(value: unknown, where: string): EvidenceRule {
    const rule = this.members(value, where, [
      'type',
      'category',
      'linkedFrom',
      'hasField',
      'field',
      'beginsWith',
      'contains',
    ]);
    const category = CATEGORIES.find((name) => name === rule['category']);
    if (!category) this.fault(`${where}.category`, `must be one of ${CATEGORIES.join(', ')}`);
    return {
      type: this.text(rule['type'], `${where}.type`),
      category: category ?? 'other',
      linkedFrom: this.list(rule['linkedFrom'], `${where}.linkedFrom`).map((entry, i) => {
        const from = this.members(entry, `${where}.linkedFrom[${i}]`, ['type', 'field']);
        return {
          type: this.optionalText(from['type'], `${where}.linkedFrom[${i}].type`),
          field: this.text(from['field'], `${where}.linkedFrom[${i}].field`),
        };
      }),
      hasField: this.texts(rule['hasField'], `${where}.hasField`),
      field: this.optionalText(rule['field'], `${where}.field`),
      beginsWith: this.texts(rule['beginsWith'], `${where}.beginsWith`),
      contains: this.texts(rule['contains'], `${where}.contains`),
    };
  }

  private infoboxType(value: unknown, where: string): string | ConditionalType {
    if (typeof value === 'string') return this.text(value, where);
    const entry = this.members(value, where, ['type', 'field', 'beginsWith']);
    return {
      type: this.text(entry['type'], `${where}.type`),
      field: this.text(entry['field'], `${where}.field`),
      beginsWith: this.text(entry['beginsWith'], `${where}.beginsWith`),
    };
  }

  private byCategory<T>(
    value: unknown,
    where: string,
    entry: (value: unknown, where: string) => T,
  ): Partial<Record<Category, T[]>> {
    if (value === undefined || value === null) return {};
    const result: Partial<Record<Category, T[]>> = {};
    for (const [category, entries] of Object.entries(this.members(value, where, CATEGORIES))) {
      const list = this.list(entries, `${where}.${category}`);
      result[category as Category] = list.map((item, i) => entry(item, `${where}.${category}[${i}]`));
    }
    return result;
  }

  private members(value: unknown, where: string, known: readonly string[]): Members {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(where, 'must be an object');
      return {};
    }
    const unknown = Object.keys(value).filter((name) => !known.includes(name));
    for (const name of unknown) this.fault(where, `has the unknown member "${name}" (known: ${known.join(', ')})`);
    return Object.fromEntries(Object.entries(value).filter(([name]) => known.includes(name)));
  }

  private list(value: unknown, where: string): unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.fault(where, 'must be a list');
    return [];
  }

  private texts(value: unknown, where: string): string[] {
    return this.list(value, where).map((item, i) => this.text(item, `${where}[${i}]`));
  }

  private optionalText(value: unknown, where: string): string | null {
    return value === undefined || value === null || value === '' ? null : this.text(value, where);
  }

  private text(value: unknown, where: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.fault(where, 'must be a text');
    return '';
  }

  private fault(where: string, words: string): void {
    this.faults.push(`${where} ${words}`);
  }
}

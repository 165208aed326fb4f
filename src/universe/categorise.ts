import type { InfoboxField } from './article';
import { CATEGORIES, compareCategories, type Category } from './categories';
import { GENERIC_INFOBOX } from './generic-infobox';
import { typeWords } from './type-words';
import type { ConditionalType, UniverseDefinition } from './universe-definition';
import { WikiCategoryGrammar, type CategoryMatch } from './wiki-category';

/** Raised whenever the rules or `toContent` would give another result for the same record: datasets are rebuilt. */
export const RULES_VERSION = 3;

/** What of a record decides its category. */
export interface CategoryEvidence {
  infobox: InfoboxEvidence | null;
  wikiCategories: readonly string[];
  /** Category that a categorised file states, in lower case. */
  stated: string | null;
}

export interface InfoboxEvidence {
  type: string | null;
  /** Asked for where the rules of a type have conditions. */
  fields: Iterable<Pick<InfoboxField, 'label' | 'values'>>;
}

export interface Categorised {
  category: string;
  /** What else matched, in the order of the category list. */
  others: readonly string[];
}

export interface Categoriser {
  categorise(evidence: CategoryEvidence): Categorised;
  /** What the name of a wiki category says; null where it says nothing. */
  matchOf(name: string): CategoryMatch | null;
  /** `categorise`, where it is known what the names of the wiki categories say. */
  decide(infobox: InfoboxEvidence | null, stated: string | null, matches: readonly CategoryMatch[]): Categorised;
}

interface TypeRule {
  category: Category | null;
  conditions: { field: string; beginsWith: string; category: Category }[];
}

const NOTHING_ELSE: readonly string[] = Object.freeze([]);
/** Names of wiki categories remembered at once; more than any wiki here has. */
const REMEMBERED_NAMES = 200_000;

/** Wikis name the same template `Infobox planet`, `Planet infobox` or `Sidebar planet`. */
const TEMPLATE_WORD = /^(?:infobox|sidebar)|(?:infobox|sidebar)$/;

/** Prepares a universe's rules: made once, they sort a million articles a second. */
export function compileRules(definition: UniverseDefinition): Categoriser {
  return new CompiledRules(definition);
}

class CompiledRules implements Categoriser {
  private readonly types: ReadonlyMap<string, TypeRule>;
  private readonly general = compileTypes(GENERIC_INFOBOX);
  private readonly grammar: WikiCategoryGrammar;
  private readonly rulesOfType = new Map<string, TypeRule | null>();
  private readonly foldedLabels = new Map<string, string>();
  private readonly matchesOfName = new Map<string, CategoryMatch | null>();

  constructor(definition: UniverseDefinition) {
    this.types = compileTypes(definition.rules.infobox);
    this.grammar = new WikiCategoryGrammar(definition.rules);
  }

  categorise({ infobox, wikiCategories, stated }: CategoryEvidence): Categorised {
    return this.decide(infobox, stated, this.matchesOf(wikiCategories));
  }

  decide(infobox: InfoboxEvidence | null, stated: string | null, matches: readonly CategoryMatch[]): Categorised {
    const category = this.byInfobox(infobox) ?? stated ?? bestMatch(matches)?.category ?? 'other';
    return { category, others: othersOf(category, stated, matches) };
  }

  matchOf(name: string): CategoryMatch | null {
    const known = this.matchesOfName.get(name);
    if (known !== undefined) return known;
    const match = this.grammar.match(name);
    if (this.matchesOfName.size < REMEMBERED_NAMES) this.matchesOfName.set(name, match);
    return match;
  }

  private byInfobox(infobox: InfoboxEvidence | null): Category | null {
    if (!infobox || infobox.type === null) return null;
    const rule = this.ruleOf(infobox.type);
    if (!rule) return null;
    for (const condition of rule.conditions) {
      const value = this.firstValue(infobox, condition.field);
      if (value.startsWith(condition.beginsWith)) return condition.category;
    }
    return rule.category;
  }

  private firstValue(infobox: InfoboxEvidence, field: string): string {
    for (const { label, values } of infobox.fields) {
      if (values.length > 0 && this.foldedLabel(label) === field) return (values[0] ?? '').trim().toLowerCase();
    }
    return '';
  }

  private foldedLabel(label: string): string {
    const known = this.foldedLabels.get(label);
    if (known !== undefined) return known;
    const folded = foldType(label);
    if (this.foldedLabels.size < REMEMBERED_NAMES) this.foldedLabels.set(label, folded);
    return folded;
  }

  private ruleOf(type: string): TypeRule | null {
    const known = this.rulesOfType.get(type);
    if (known !== undefined) return known;
    const folded = foldType(type);
    const own = this.types.get(folded) ?? this.types.get(folded.replace(TEMPLATE_WORD, ''));
    const rule = own ?? this.generalRule(type);
    if (this.rulesOfType.size < REMEMBERED_NAMES) this.rulesOfType.set(type, rule);
    return rule;
  }

  /** By the words of the type: `MonsterInfo` and `Infobox Monsters` are monsters, `Reference book` is a book. */
  private generalRule(type: string): TypeRule | null {
    const words = typeWords(type);
    for (let start = 0; start < words.length; start++) {
      const folded = words.slice(start).join('');
      const rule = this.types.get(folded) ?? this.general.get(folded);
      if (rule) return rule;
    }
    const category = this.grammar.kindOf(words);
    return category && { category, conditions: [] };
  }

  /** What the names say that say anything. */
  private matchesOf(names: readonly string[]): CategoryMatch[] {
    const matches: CategoryMatch[] = [];
    for (let i = 0; i < names.length; i++) {
      const match = this.matchOf(names[i]!);
      if (match) matches.push(match);
    }
    return matches;
  }
}

function bestMatch(matches: readonly CategoryMatch[]): CategoryMatch | null {
  let best: CategoryMatch | null = null;
  let tied = false;
  for (const match of matches) {
    if (best && match.rank < best.rank) continue;
    tied = best?.rank === match.rank && (tied || best.category !== match.category);
    if (!tied) best = match;
  }
  return tied && best ? mostNamed(matches, best.rank) : best;
}

/** Of several equally specific matches the one that most wiki categories give, then the first of the list. */
function mostNamed(matches: readonly CategoryMatch[], rank: number): CategoryMatch | null {
  const votes = new Map<Category, number>();
  for (const match of matches) {
    if (match.rank === rank) votes.set(match.category, (votes.get(match.category) ?? 0) + 1);
  }
  const [winner] = [...votes].sort((a, b) => b[1] - a[1] || compareCategories(a[0], b[0]));
  return winner ? { category: winner[0], rank } : null;
}

function othersOf(category: string, stated: string | null, matches: readonly CategoryMatch[]): readonly string[] {
  let others: string[] | null = null;
  if (stated !== null && stated !== category) others = [stated];
  for (const match of matches) {
    if (match.category === category || others?.includes(match.category)) continue;
    (others ??= []).push(match.category);
  }
  return others ? others.sort(compareCategories) : NOTHING_ELSE;
}

function compileTypes(rules: UniverseDefinition['rules']['infobox']): Map<string, TypeRule> {
  const types = new Map<string, TypeRule>();
  for (const category of CATEGORIES) {
    for (const entry of rules[category] ?? []) addType(types, entry, category);
  }
  return types;
}

function addType(types: Map<string, TypeRule>, entry: string | ConditionalType, category: Category): void {
  const key = foldType(typeof entry === 'string' ? entry : entry.type);
  const rule = types.get(key) ?? { category: null, conditions: [] };
  types.set(key, rule);
  if (typeof entry === 'string') rule.category = category;
  else {
    const beginsWith = entry.beginsWith.toLowerCase();
    rule.conditions.push({ field: foldType(entry.field), beginsWith, category });
  }
}

/** `Starship_class`, `StarshipClass` and `starship class` are the same type. */
export function foldType(type: string): string {
  return type
    .replace(/^\s*template:/i, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

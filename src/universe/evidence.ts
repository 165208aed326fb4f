import type { Infobox } from './article';
import type { Category } from './categories';
import { foldType } from './categorise';
import { titleKey, twinOf } from './fold';
import { labelKey } from './label';
import { linkTarget } from './link-target';
import { withoutBrackets } from './other-names';
import type { EvidenceRule } from './universe-definition';

/** An article whose own infobox does not say its category. */
interface OpenCase {
  seq: number;
  key: string;
  rules: readonly CompiledRule[];
  /** Whether each of the rules holds by the infobox alone. */
  holds: boolean[];
}

interface CompiledRule {
  category: Category;
  linkedFrom: readonly { type: string | null; field: string }[];
  /** Keys of the articles that are named in those fields. */
  named: Set<string>;
  rule: EvidenceRule;
}

/**
 * Decides the category of articles by what other articles say of them: whoever is somebody's species is no animal. Takes
 * all articles first; then the first rule that holds decides each open case.
 */
export class Evidence {
  private readonly rulesOf = new Map<string, CompiledRule[]>();
  private readonly open: OpenCase[] = [];
  private readonly linking: CompiledRule[];

  constructor(rules: readonly EvidenceRule[]) {
    const compiled = rules.map((rule) => ({ type: foldType(rule.type), its: compile(rule) }));
    for (const { type, its } of compiled) this.rulesOf.set(type, [...(this.rulesOf.get(type) ?? []), its]);
    this.linking = compiled.map(({ its }) => its).filter(({ linkedFrom }) => linkedFrom.length > 0);
  }

  /** Notes what an article says of others, and whether it is itself in question. */
  add(seq: number, title: string, infobox: Infobox | null): void {
    if (!infobox || this.rulesOf.size === 0) return;
    const type = foldType(infobox.type ?? '');
    for (const rule of this.linking) for (const name of namesIn(infobox, type, rule)) rule.named.add(name);
    const rules = this.rulesOf.get(type);
    if (!rules) return;
    this.open.push({ seq, key: titleKey(title), rules, holds: rules.map(({ rule }) => holdsAlone(rule, infobox)) });
  }

  /** The articles in question with their categories, by sequence number. */
  *decisions(): Generator<[seq: number, category: Category]> {
    for (const { seq, key, rules, holds } of this.open) {
      const decisive = rules.find(({ linkedFrom, named }, i) =>
        linkedFrom.length > 0 ? named.has(key) || named.has(twinOf(key)) : holds[i],
      );
      if (decisive) yield [seq, decisive.category];
    }
  }
}

function compile(rule: EvidenceRule): CompiledRule {
  const linkedFrom = rule.linkedFrom.map(({ type, field }) => ({
    type: type === null ? null : foldType(type),
    field: labelKey(field),
  }));
  return { category: rule.category, linkedFrom, named: new Set(), rule };
}

/** Keys of what the fields of a rule name in an infobox, by link or by word. */
function namesIn(infobox: Infobox, type: string, { linkedFrom }: CompiledRule): string[] {
  return infobox.fields
    .filter(({ label }) =>
      linkedFrom.some((from) => (from.type === null || from.type === type) && from.field === labelKey(label)),
    )
    .flatMap(({ values, links }) => [
      ...values.map((value) => titleKey(withoutBrackets(value))),
      ...links.flatMap(({ href }) => linkTarget(href) ?? []),
    ]);
}

/** A rule without conditions holds for all. */
function holdsAlone({ field, beginsWith, contains, hasField }: EvidenceRule, infobox: Infobox): boolean {
  const filled = (key: string) =>
    infobox.fields.filter(({ label, values }) => labelKey(label) === labelKey(key) && values.length > 0);
  if (hasField.length > 0) return hasField.some((key) => filled(key).length > 0);
  if (field === null) return true;
  const values = filled(field).flatMap((its) => its.values.map((value) => value.trim().toLowerCase()));
  return values.some(
    (value) =>
      beginsWith.some((text) => value.startsWith(text.toLowerCase())) ||
      contains.some((text) => value.includes(text.toLowerCase())),
  );
}

import type { ColumnDefinition, ColumnType, TableDefinition } from './table-definition';

/** A column of a table that exists already. */
export interface ExistingColumn {
  name: string;
  /** As `format_type` names it, without length. */
  type: string;
  notNull: boolean;
  /** It fills itself: a default, an identity or an expression. */
  filled: boolean;
}

export interface ExistingTable {
  /** `r` for an ordinary table. */
  kind: string;
  columns: ExistingColumn[];
  /** Columns of the primary key; empty where there is none. */
  primaryKey: string[];
  primaryKeyName: string | null;
  /** Columns of every other unique constraint or index that holds for all rows. */
  unique: string[][];
  /** Foreign keys of other tables that point here. */
  referenced: boolean;
}

export interface AdoptionPlan {
  statements: string[];
  /** Why the table cannot be used; empty where it can. */
  refusals: string[];
}

/** Which types of a column that exists can become the wanted one without losing anything. */
const WIDENS: Record<ColumnType, string[]> = {
  text: ['character varying', 'character', 'citext', 'name'],
  bigint: ['integer', 'smallint'],
  integer: ['smallint', 'bigint'],
  smallint: ['integer', 'bigint'],
  boolean: [],
  jsonb: ['json'],
  timestamptz: ['timestamp without time zone', 'date'],
  real: ['double precision', 'numeric', 'integer', 'bigint'],
  bytea: [],
};

const OFFICIAL: Partial<Record<ColumnType, string>> = { timestamptz: 'timestamp with time zone' };

/** Says how an existing table becomes the wanted one, or why it cannot. Pure. */
export function planAdoption(wanted: TableDefinition, existing: ExistingTable): AdoptionPlan {
  if (existing.kind !== 'r') return { statements: [], refusals: ['it is not an ordinary table'] };
  const plan: AdoptionPlan = { statements: [], refusals: [] };
  const table = `public.${wanted.name}`;
  const byName = new Map(existing.columns.map((column) => [column.name, column]));
  for (const column of wanted.columns) planColumn(plan, table, column, byName.get(column.name));
  const known = new Set(wanted.columns.map(({ name }) => name));
  for (const column of existing.columns) {
    if (known.has(column.name) || !column.notNull || column.filled) continue;
    plan.refusals.push(`its column ${column.name} needs a value that Lorekeeper does not have`);
  }
  planKeys(plan, wanted, existing);
  return plan.refusals.length > 0 ? { statements: [], refusals: plan.refusals } : plan;
}

function planColumn(
  plan: AdoptionPlan,
  table: string,
  wanted: ColumnDefinition,
  found: ExistingColumn | undefined,
): void {
  const { name, type } = wanted;
  if (!found) {
    plan.statements.push(`ALTER TABLE ${table} ADD COLUMN ${columnSql(wanted)}`);
    return;
  }
  if (found.type === (OFFICIAL[type] ?? type)) return;
  if (!WIDENS[type].includes(found.type)) {
    plan.refusals.push(`its column ${name} is ${found.type}, not ${type}`);
    return;
  }
  // A wider number than wanted holds what we write; the others change their type.
  const wider = ['integer', 'smallint', 'real'].includes(type) && !['smallint', 'date'].includes(found.type);
  if (wider) return;
  const using = type === 'timestamptz' ? `${name} AT TIME ZONE 'UTC'` : `${name}::${type}`;
  plan.statements.push(`ALTER TABLE ${table} ALTER COLUMN ${name} TYPE ${type} USING ${using}`);
}

function planKeys(plan: AdoptionPlan, wanted: TableDefinition, existing: ExistingTable): void {
  const table = `public.${wanted.name}`;
  const uniques = [...existing.unique, existing.primaryKey];
  const has = (columns: string[]) => uniques.some((unique) => sameSet(unique, columns));
  if (!sameSet(existing.primaryKey, wanted.primaryKey)) {
    if (existing.referenced && existing.primaryKeyName) {
      plan.refusals.push('foreign keys of other tables point at it');
    } else {
      if (existing.primaryKeyName)
        plan.statements.push(`ALTER TABLE ${table} DROP CONSTRAINT "${existing.primaryKeyName}"`);
      plan.statements.push(`ALTER TABLE ${table} ADD PRIMARY KEY (${wanted.primaryKey.join(', ')})`);
    }
  }
  // A narrower unique key than ours (a title in only one universe) would refuse rows that are right.
  for (const unique of existing.unique) {
    const allowed = [wanted.primaryKey, ...(wanted.unique ?? [])].some((ours) =>
      ours.every((name) => unique.includes(name)),
    );
    if (!allowed) plan.refusals.push(`its rows must be unique by ${unique.join(', ')}`);
  }
  for (const unique of wanted.unique ?? []) {
    if (!has(unique)) plan.statements.push(`ALTER TABLE ${table} ADD UNIQUE (${unique.join(', ')})`);
  }
}

function sameSet(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** A column as `CREATE TABLE` and `ADD COLUMN` write it. */
export function columnSql({ name, type, notNull, extra }: ColumnDefinition): string {
  return [name, type, notNull ? 'NOT NULL' : '', extra ?? ''].filter((part) => part !== '').join(' ');
}

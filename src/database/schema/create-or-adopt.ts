import type { QueryRunner } from 'typeorm';
import { columnSql, planAdoption, type ExistingColumn, type ExistingTable } from './plan-adoption';
import { TableRefused, type TableDefinition } from './table-definition';

/** What a table that we made carries as its comment, so that a revert drops it and not an adopted one. */
const OURS = 'Made by Lorekeeper';

/**
 * Makes the table, or makes one of another program fit (columns added, types widened). Safe to repeat.
 * Throws TableRefused where it cannot fit; nothing is ever dropped or emptied.
 */
export async function createOrAdopt(runner: QueryRunner, wanted: TableDefinition): Promise<void> {
  const existing = await findTable(runner, wanted.name);
  if (existing === null) await create(runner, wanted);
  else await adopt(runner, wanted, existing);
  for (const statement of wanted.then ?? []) await runner.query(statement);
}

/** Drops a table that we made; an adopted one stays. */
export async function dropIfOurs(runner: QueryRunner, name: string): Promise<void> {
  const rows = (await runner.query(`SELECT obj_description(to_regclass($1), 'pg_class') AS comment`, [
    `public.${name}`,
  ])) as { comment: string | null }[];
  if (rows[0]?.comment === OURS) await runner.query(`DROP TABLE public.${name}`);
}

async function create(runner: QueryRunner, wanted: TableDefinition): Promise<void> {
  const parts = [
    ...wanted.columns.map(columnSql),
    `PRIMARY KEY (${wanted.primaryKey.join(', ')})`,
    ...(wanted.unique ?? []).map((columns) => `UNIQUE (${columns.join(', ')})`),
  ];
  await runner.query(`CREATE TABLE public.${wanted.name} (${parts.join(', ')})`);
  await runner.query(`COMMENT ON TABLE public.${wanted.name} IS '${OURS}'`);
}

async function adopt(runner: QueryRunner, wanted: TableDefinition, existing: ExistingTable): Promise<void> {
  const plan = planAdoption(wanted, existing);
  if (plan.refusals.length > 0) throw new TableRefused(wanted.name, plan.refusals);
  for (const statement of plan.statements) {
    try {
      await runner.query(statement);
    } catch (error) {
      if (!/^(22|23)/.test((error as { code?: string }).code ?? '')) throw error;
      throw new TableRefused(wanted.name, [`its rows do not allow "${statement.replace(/^ALTER TABLE \S+ /, '')}"`]);
    }
  }
}

async function findTable(runner: QueryRunner, name: string): Promise<ExistingTable | null> {
  const rows = (await runner.query(
    `SELECT c.relkind AS kind,
            EXISTS (SELECT FROM pg_constraint f WHERE f.confrelid = c.oid AND f.contype = 'f') AS referenced,
            (SELECT conname FROM pg_constraint p WHERE p.conrelid = c.oid AND p.contype = 'p') AS key_name,
            (SELECT coalesce(json_agg(json_build_object(
                      'name', a.attname,
                      'type', format_type(a.atttypid, NULL),
                      'notNull', a.attnotnull,
                      'filled', a.atthasdef OR a.attidentity <> '')), '[]')
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
            (SELECT coalesce(json_agg(json_build_object(
                      'primary', i.indisprimary,
                      'columns', (SELECT json_agg(a.attname) FROM pg_attribute a
                                   WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey::int2[])))), '[]')
               FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL) AS uniques
       FROM pg_class c WHERE c.oid = to_regclass($1)`,
    [`public.${name}`],
  )) as {
    kind: string;
    referenced: boolean;
    key_name: string | null;
    columns: ExistingColumn[];
    uniques: { primary: boolean; columns: string[] }[];
  }[];
  const row = rows[0];
  if (!row) return null;
  return {
    kind: row.kind,
    columns: row.columns,
    primaryKey: row.uniques.find((unique) => unique.primary)?.columns ?? [],
    primaryKeyName: row.key_name,
    unique: row.uniques.filter((unique) => !unique.primary).map((unique) => unique.columns),
    referenced: row.referenced,
  };
}

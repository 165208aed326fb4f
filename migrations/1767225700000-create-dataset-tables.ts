import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createOrAdopt, dropIfOurs } from '../src/database/schema/create-or-adopt';
import type { TableDefinition } from '../src/database/schema/table-definition';

const TABLES: TableDefinition[] = [
  {
    name: 'lorekeeper_datasets',
    columns: [
      { name: 'universe', type: 'text', notNull: true },
      { name: 'key', type: 'text', notNull: true },
      { name: 'articles', type: 'integer', notNull: true },
      { name: 'epoch', type: 'bigint', notNull: true },
      { name: 'info', type: 'jsonb', notNull: true },
      { name: 'created_at', type: 'timestamptz', notNull: true, extra: 'DEFAULT now()' },
      { name: 'published_at', type: 'timestamptz', notNull: true },
    ],
    primaryKey: ['universe'],
  },
  {
    name: 'lorekeeper_dataset_files',
    columns: [
      { name: 'universe', type: 'text', notNull: true },
      { name: 'key', type: 'text', notNull: true },
      { name: 'part', type: 'integer', notNull: true },
      { name: 'bytes', type: 'bytea', notNull: true },
    ],
    primaryKey: ['universe', 'key', 'part'],
    // The parts are compressed already.
    then: [
      'ALTER TABLE public.lorekeeper_dataset_files ALTER bytes SET STORAGE EXTERNAL, ALTER bytes SET STATISTICS 0',
    ],
  },
  {
    name: 'lorekeeper_rejects',
    columns: [
      { name: 'universe', type: 'text', notNull: true },
      { name: 'number', type: 'integer', notNull: true },
      { name: 'key', type: 'text', notNull: true },
      { name: 'code', type: 'text', notNull: true },
      { name: 'title', type: 'text' },
      { name: 'reason', type: 'text', notNull: true },
    ],
    primaryKey: ['universe', 'number'],
  },
];

/** The published datasets: which there are, their directories for instances without files, and what was set aside. */
export class CreateDatasetTables1767225700000 implements MigrationInterface {
  readonly name = 'CreateDatasetTables1767225700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createOrAdopt(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await dropIfOurs(runner, table.name);
  }
}

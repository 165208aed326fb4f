import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createOrAdopt, dropIfOurs } from '../src/database/schema/create-or-adopt';
import type { TableDefinition } from '../src/database/schema/table-definition';

const TEXTS: TableDefinition = {
  name: 'wiki_texts',
  columns: [
    { name: 'universe', type: 'text', notNull: true },
    { name: 'id', type: 'bigint', notNull: true },
    { name: 'text_hash', type: 'bigint', notNull: true },
    { name: 'packed', type: 'bytea', notNull: true },
  ],
  primaryKey: ['universe', 'id'],
  // The texts are compressed already.
  then: ['ALTER TABLE public.wiki_texts ALTER packed SET STORAGE EXTERNAL, ALTER packed SET STATISTICS 0'],
};

/** The texts of the published articles, beside their rows. */
export class CreateTexts1795867200000 implements MigrationInterface {
  readonly name = 'CreateTexts1795867200000';

  async up(runner: QueryRunner): Promise<void> {
    await createOrAdopt(runner, TEXTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIfOurs(runner, TEXTS.name);
  }
}

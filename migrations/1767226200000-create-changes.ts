import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createOrAdopt, dropIfOurs } from '../src/database/schema/create-or-adopt';
import type { TableDefinition } from '../src/database/schema/table-definition';

const TABLE: TableDefinition = {
  name: 'lorekeeper_changes',
  columns: [
    { name: 'universe', type: 'text', notNull: true },
    { name: 'from_key', type: 'text', notNull: true },
    { name: 'to_key', type: 'text', notNull: true },
    { name: 'at', type: 'bigint', notNull: true },
    { name: 'changes', type: 'bytea', notNull: true },
  ],
  primaryKey: ['universe', 'from_key', 'to_key'],
  // They are compressed already.
  then: ['ALTER TABLE public.lorekeeper_changes ALTER changes SET STORAGE EXTERNAL'],
};

/** What the last publications changed, for instances that did not build them. */
export class CreateChanges1767226200000 implements MigrationInterface {
  readonly name = 'CreateChanges1767226200000';

  async up(runner: QueryRunner): Promise<void> {
    await createOrAdopt(runner, TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIfOurs(runner, TABLE.name);
  }
}

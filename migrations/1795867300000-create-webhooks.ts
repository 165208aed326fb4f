import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createOrAdopt, dropIfOurs } from '../src/database/schema/create-or-adopt';
import type { TableDefinition } from '../src/database/schema/table-definition';

const TABLE: TableDefinition = {
  name: 'lorekeeper_webhooks',
  columns: [
    { name: 'event_id', type: 'text', notNull: true },
    { name: 'address_hash', type: 'text', notNull: true },
    { name: 'holder', type: 'text', notNull: true },
    { name: 'held_until', type: 'timestamptz', notNull: true },
    { name: 'is_settled', type: 'boolean', notNull: true },
  ],
  primaryKey: ['event_id', 'address_hash'],
};

/** Which instance delivers a webhook, so that several deliver it once. */
export class CreateWebhooks1795867300000 implements MigrationInterface {
  readonly name = 'CreateWebhooks1795867300000';

  async up(runner: QueryRunner): Promise<void> {
    await createOrAdopt(runner, TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIfOurs(runner, TABLE.name);
  }
}

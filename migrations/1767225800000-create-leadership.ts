import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createOrAdopt, dropIfOurs } from '../src/database/schema/create-or-adopt';
import type { TableDefinition } from '../src/database/schema/table-definition';

const LEADERSHIP: TableDefinition = {
  name: 'lorekeeper_leadership',
  columns: [
    { name: 'id', type: 'smallint', notNull: true, extra: 'DEFAULT 1 CHECK (id = 1)' },
    { name: 'epoch', type: 'bigint', notNull: true, extra: 'DEFAULT 0' },
    { name: 'holder', type: 'text' },
    { name: 'universe', type: 'text' },
    { name: 'started_at', type: 'timestamptz' },
    { name: 'heartbeat_at', type: 'timestamptz' },
    { name: 'backend_pid', type: 'integer' },
    { name: 'backend_start', type: 'timestamptz' },
  ],
  primaryKey: ['id'],
  then: ['INSERT INTO public.lorekeeper_leadership (id) VALUES (1) ON CONFLICT (id) DO NOTHING'],
};

/** Which of several instances builds: one row, whose epoch fences off a builder that was replaced. */
export class CreateLeadership1767225800000 implements MigrationInterface {
  readonly name = 'CreateLeadership1767225800000';

  async up(runner: QueryRunner): Promise<void> {
    await createOrAdopt(runner, LEADERSHIP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIfOurs(runner, LEADERSHIP.name);
  }
}

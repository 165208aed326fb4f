import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each part of a published directory holds: a load leaves the parts as they are that did not change. */
export class AddDirectoryPartHash1767225900000 implements MigrationInterface {
  readonly name = 'AddDirectoryPartHash1767225900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE public.lorekeeper_dataset_files ADD COLUMN IF NOT EXISTS hash bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE IF EXISTS public.lorekeeper_dataset_files DROP COLUMN IF EXISTS hash');
  }
}

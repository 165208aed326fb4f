import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Infoboxes are only ever read whole: as json they are smaller, and Postgres neither takes them apart nor puts them together. */
export class KeepInfoboxesAsJson1795867500000 implements MigrationInterface {
  readonly name = 'KeepInfoboxesAsJson1795867500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE public.wiki_articles ALTER infobox TYPE json USING infobox::json');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE IF EXISTS public.wiki_articles ALTER infobox TYPE jsonb USING infobox::jsonb');
  }
}

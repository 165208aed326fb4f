import type { MigrationInterface } from 'typeorm';
import { CreateContractTables1767225600000 } from '../../../migrations/1767225600000-create-contract-tables';
import { CreateDatasetTables1767225700000 } from '../../../migrations/1767225700000-create-dataset-tables';
import { CreateLeadership1767225800000 } from '../../../migrations/1767225800000-create-leadership';
import { AddDirectoryPartHash1767225900000 } from '../../../migrations/1767225900000-add-directory-part-hash';
import { CreateChanges1767226200000 } from '../../../migrations/1767226200000-create-changes';
import { CreateTexts1795867200000 } from '../../../migrations/1795867200000-create-texts';
import { CreateWebhooks1795867300000 } from '../../../migrations/1795867300000-create-webhooks';
import { CreateJobs1795867400000 } from '../../../migrations/1795867400000-create-jobs';
import { KeepInfoboxesAsJson1795867500000 } from '../../../migrations/1795867500000-keep-infoboxes-as-json';

export type MigrationClass = new () => MigrationInterface & { readonly name: string };

/** Every migration, oldest first. */
export const MIGRATIONS: readonly MigrationClass[] = [
  CreateContractTables1767225600000,
  CreateDatasetTables1767225700000,
  CreateLeadership1767225800000,
  AddDirectoryPartHash1767225900000,
  CreateChanges1767226200000,
  CreateTexts1795867200000,
  CreateWebhooks1795867300000,
  CreateJobs1795867400000,
  KeepInfoboxesAsJson1795867500000,
];

export const MIGRATIONS_TABLE = 'lorekeeper_migrations';

/** The tables that all migrations together make: one that is missing was dropped behind our back. */
export const TABLES: readonly string[] = [
  'wiki_articles',
  'wiki_texts',
  'image_cache',
  'scraping_logs',
  'category_cache',
  'lorekeeper_datasets',
  'lorekeeper_dataset_files',
  'lorekeeper_rejects',
  'lorekeeper_leadership',
  'lorekeeper_changes',
  'lorekeeper_webhooks',
  'lorekeeper_jobs',
  'lorekeeper_job_workers',
  'lorekeeper_job_queue',
];

import type { FilesConfig, ImagesConfig, PrefetchConfig } from '../../config/config';
import type { Snapshot } from '../../dataset/snapshot';
import type { OpenSnapshots } from '../../dataset/open-snapshots';
import type { ImageSource } from '../../jobs/images/image-source';
import type { UniverseDefinition } from '../../universe/universe-definition';
import type { BuildResult } from '../categorise/build-dataset';
import type { RunBuild } from '../categorise/run-build';
import type { LoadRetries } from '../load-retries';
import type { PostgresLoader } from '../postgres-loader';
import type { Run } from '../run';
import type { StageName, StageShare } from '../run-progress';
import type { UniverseSources } from '../../file-cache/universe-sources';

/** What the stages work with. */
export interface StageParts {
  config: PrefetchConfig;
  files: FilesConfig;
  imagesConfig: ImagesConfig;
  sources: UniverseSources;
  snapshots: OpenSnapshots;
  runBuild: RunBuild;
  definitionOf: (universe: string) => UniverseDefinition;
  loader: PostgresLoader;
  retries: LoadRetries;
  images: ImageSource;
  /** Opens the run's row in scraping_logs, where there is something to log. */
  openLog: (run: Run) => Promise<void>;
}

/** What one stage leaves to the next. */
export interface Made {
  build: BuildResult | null;
  snapshot: Snapshot | null;
}

/** One stage of a run. The log, the status, the shares of its progress and the page follow from the list of them. */
export interface Stage extends StageShare {
  name: StageName;
  /** As the log calls it. */
  number: string;
  title: string;
  /** As the page calls it: what is being done, what is to be done, and what for. */
  doing: string;
  heading: string;
  description: string;
  /** Of a stage that may take hours: it leaves the queue to other runs, and ends early where a later run does its work. */
  isLong: boolean;
  carryOut(run: Run, parts: StageParts, made: Made): Promise<Made>;
}

import type { ArticleText } from '../../config/config';
import { CrawlStopped, type StopReason } from '../../mediawiki/api/crawl-stopped';
import { Problem, type ProblemCode } from '../../problem/problem';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { crawlWiki } from './crawl-wiki';
import { refreshWiki } from './refresh-wiki';
import { withWiki } from './wiki-source';

/** What a process that fills the file cache from a live wiki is told. */
export interface FillTask {
  kind: 'crawl' | 'refresh';
  definition: UniverseDefinition;
  cacheDir: string;
  /** Operator's contact; null: no crawl. */
  contact: string | null;
  articleText: ArticleText;
  version: string;
  /** Goes on with what an interrupted crawl left. */
  resume: boolean;
}

export interface FillProgress {
  done: number;
  total: number;
}

export interface Filled {
  status: 'filled';
  articles: number;
  fetched: number;
  deleted: number;
  requests: number;
  /** Whether the file cache is another now. */
  isChanged: boolean;
}

/** How it ended: what an error's class would lose between processes is said in words. */
export type FillOutcome =
  | Filled
  | { status: 'stopped'; reason: StopReason; message: string }
  | { status: 'refused'; code: ProblemCode; detail: string };

/** Fills one universe's file cache. What was fetched stays, however it ends. */
export async function carryOutFill(task: FillTask, tell: (progress: FillProgress) => void): Promise<FillOutcome> {
  try {
    return await (task.kind === 'crawl' ? crawl(task, tell) : refresh(task));
  } catch (error) {
    if (error instanceof CrawlStopped) return { status: 'stopped', reason: error.reason, message: error.message };
    if (error instanceof Problem) return { status: 'refused', code: error.code, detail: error.detail };
    throw error;
  }
}

async function crawl(task: FillTask, tell: (progress: FillProgress) => void): Promise<Filled> {
  const { definition, cacheDir, resume, ...visit } = task;
  const onProgress = ({ done, total }: { done: number; total: number | null }) => tell({ done, total: total ?? 0 });
  const { manifest, requests } = await withWiki(definition, visit, (access) =>
    crawlWiki({ ...access, definition, cacheDir, resume, allowShrink: false, onProgress }),
  );
  const { articles } = manifest;
  return { status: 'filled', articles, fetched: articles, deleted: 0, requests, isChanged: true };
}

async function refresh({ definition, cacheDir, ...visit }: FillTask): Promise<Filled> {
  const { written, fetched, deleted, requests } = await withWiki(definition, visit, (access) =>
    refreshWiki({ ...access, definition, cacheDir, allowShrink: false }),
  );
  const articles = written?.manifest.articles ?? 0;
  return { status: 'filled', articles, fetched, deleted, requests, isChanged: written !== null };
}

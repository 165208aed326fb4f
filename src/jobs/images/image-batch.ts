import { createHash } from 'node:crypto';
import type { ImageBatchResult, JobHandler } from '../job';
import type { ImageSource } from './image-source';

/** Images of a batch: small enough that a lost one costs little, large enough to keep twenty downloads busy. */
const BATCH_SIZE = 100;

/** A part of a universe's images, and the job that it is. */
export interface Batch {
  id: string;
  urls: string[];
  revisions: Record<string, string>;
}

/**
 * Cuts the images of a universe into batches. The same images give the same batches with the same ids, whatever is on
 * disk already, so that a process that starts anew finds the jobs of the one before it; another `round` and other
 * revisions give others.
 */
export function cutIntoBatches(
  universe: string,
  urls: readonly string[],
  { round = '', revisions = new Map() }: { round?: string; revisions?: ReadonlyMap<string, string> } = {},
  size = BATCH_SIZE,
): Batch[] {
  const batches: Batch[] = [];
  for (let at = 0; at < urls.length; at += size) {
    const part = urls.slice(at, at + size);
    const versions = part.flatMap((url): [string, string][] => {
      const revision = revisions.get(url);
      return revision === undefined ? [] : [[url, revision]];
    });
    const key = createHash('sha256')
      .update(JSON.stringify([universe, part, round, versions]))
      .digest('hex')
      .slice(0, 32);
    batches.push({ id: `image-batch.${universe}.${key}`, urls: part, revisions: Object.fromEntries(versions) });
  }
  return batches;
}

/** The handler of `image-batch`: downloads the images in this process. */
export function imageBatchHandler(source: ImageSource): JobHandler<'image-batch'> {
  return async ({ universe, urls, revisions = {}, force = false }, { signal, before, report }) => {
    const earlier = before?.downloaded ?? 0;
    const failures: ImageBatchResult['failures'] = [];
    const progress = { downloaded: earlier, pausedReason: null as string | null };
    const counts = await source.downloadAll(universe, urls, {
      signal,
      force,
      revisions: new Map(Object.entries(revisions)),
      onProgress: (sofar) => {
        progress.downloaded = Math.max(earlier, withEarlier(earlier, sofar).downloaded);
        report({ ...progress });
      },
      onPaused: (reason) => {
        progress.pausedReason = reason;
        report({ ...progress });
      },
      onFailure: (code, message, count) => failures.push({ code, message, count }),
    });
    const { total, downloaded, cached, failed } = withEarlier(earlier, counts);
    return { total, downloaded, cached, failed, failures };
  };
}

/** What an earlier attempt downloaded is on disk when the next one looks, but it was downloaded all the same. */
export function withEarlier<C extends { downloaded: number; cached: number }>(earlier: number, counts: C): C {
  const moved = Math.min(earlier, counts.cached);
  return { ...counts, downloaded: counts.downloaded + moved, cached: counts.cached - moved };
}

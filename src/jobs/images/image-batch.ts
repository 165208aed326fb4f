import { createHash } from 'node:crypto';
import type { ImageBatchResult, JobHandler } from '../job';

/** Images of a batch: small enough that a lost one costs little, large enough to keep twenty downloads busy. */
const BATCH_SIZE = 100;

/** A part of a universe's images, and the job that it is. */
export interface Batch {
  id: string;
  urls: string[];
}

/**
 * Cuts the images of a universe into batches. The same images give the same batches with the same ids, whatever is on
 * disk already, so that a process that starts anew finds the jobs of the one before it.
 */
export function cutIntoBatches(universe: string, urls: readonly string[], size = BATCH_SIZE): Batch[] {
  const batches: Batch[] = [];
  for (let at = 0; at < urls.length; at += size) {
    const part = urls.slice(at, at + size);
    const key = createHash('sha256')
      .update(JSON.stringify([universe, part]))
      .digest('hex')
      .slice(0, 32);
    batches.push({ id: `image-batch.${universe}.${key}`, urls: part });
  }
  return batches;
}

/** Downloads a list of images; what the image engine does, as far as a job needs it. */
export type DownloadImages = (
  urls: readonly string[],
  options: {
    signal: AbortSignal;
    onProgress(progress: { downloaded: number; cached: number; pausedReason: string | null }): void;
  },
) => Promise<ImageBatchResult>;

/** The handler of `image-batch`. */
export function imageBatchHandler(download: DownloadImages): JobHandler<'image-batch'> {
  return async ({ urls }, { signal, before, report }) => {
    const earlier = before?.downloaded ?? 0;
    const result = await download(urls, {
      signal,
      onProgress: ({ downloaded, cached, pausedReason }) =>
        report({ downloaded: Math.max(earlier, downloaded + Math.min(earlier, cached)), pausedReason }),
    });
    return withEarlier(earlier, result);
  };
}

/** What an earlier attempt downloaded is on disk when the next one looks, but it was downloaded all the same. */
export function withEarlier<C extends { downloaded: number; cached: number }>(earlier: number, counts: C): C {
  const moved = Math.min(earlier, counts.cached);
  return { ...counts, downloaded: counts.downloaded + moved, cached: counts.cached - moved };
}

import { pauseDue } from '../event-loop/pauses';
import type { ImagesConfig } from '../config/config';
import type { ImageDownloader, PausedReason } from '../images/download/image-downloader';
import type { ImageStore } from '../images/store/image-store';
import type { ImageCounts, ImageEvents, ImageSource } from '../jobs/images/image-source';

const PAUSED: Record<PausedReason, string> = {
  disk_full: 'The disk of the image folder is full; the downloads go on by themselves when there is space',
  disk_not_writable: 'The image folder cannot be written to; the downloads go on by themselves when it can',
  host_asked_to_wait: 'The image host asked to wait',
  host_unavailable: 'The image host does not answer; it is tried again in a while',
};

/** The image stage in this process. */
export class LocalImagePrefetcher implements ImageSource {
  constructor(
    private readonly config: ImagesConfig,
    private readonly store: ImageStore,
    private readonly downloader: ImageDownloader,
  ) {}

  async missing(urls: Iterable<string>): Promise<number> {
    await this.store.scanned();
    let missing = 0;
    for (const url of urls) {
      if (!this.store.has(url) && this.store.failure(url) === null) missing++;
      await pauseDue();
    }
    return missing;
  }

  async downloadAll(_universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts> {
    let paused: PausedReason | null = null;
    const result = await this.downloader.downloadAll(urls, {
      workers: this.config.workers,
      signal: events.signal,
      onProgress: (progress) => {
        events.onProgress(progress);
        if (progress.pausedReason === paused) return;
        paused = progress.pausedReason;
        events.onPaused(paused && PAUSED[paused]);
      },
    });
    for (const { code, message, count } of result.failures) events.onFailure(code, message, count);
    return result;
  }

  deleteAll(urls: Iterable<string>): Promise<number> {
    return this.store.deleteAll(urls);
  }
}

import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { pauseDue } from '../event-loop/pauses';
import { isStorageTrouble } from '../images/image-failure';
import { toImageFailure } from '../images/to-image-failure';
import type { PausedReason } from '../images/download/download-progress';
import { problemOf } from '../images/proxy/image-answer';
import { Images } from '../images/create-images';
import type { ImageCounts, ImageEvents, ImageSource } from '../jobs/images/image-source';

/** Stored images whose address tells no version are confirmed with their host after a week. */
const CONFIRM_AFTER_MS = 7 * 86_400_000;

/** The image stage in this process. */
@Injectable()
export class LocalImagePrefetcher implements ImageSource {
  constructor(
    private readonly config: Config,
    private readonly images: Images,
  ) {}

  async missing(urls: Iterable<string>): Promise<number> {
    const { store } = this.images;
    const all = [...urls];
    await store.compare(all).catch((error: unknown) => {
      // A storage that cannot be used has none of them; the download says why, and waits for it.
      if (!isStorageTrouble(toImageFailure(error))) throw error;
    });
    let missing = 0;
    for (const url of all) {
      if (!store.has(url) && store.failure(url) === null) missing++;
      await pauseDue();
    }
    return missing;
  }

  async downloadAll(_universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts> {
    let paused: PausedReason | null = null;
    const result = await this.images.downloader.downloadAll([...urls], {
      workers: this.config.images.workers,
      signal: events.signal,
      force: events.force ?? false,
      revisions: events.revisions,
      confirmAfterMs: CONFIRM_AFTER_MS,
      onProgress: (progress) => {
        events.onProgress(progress);
        if (progress.pausedReason === paused) return;
        paused = progress.pausedReason;
        events.onPaused(paused && this.inWords(paused));
      },
    });
    for (const { code, message, count } of result.failures) events.onFailure(code, message, count);
    return result;
  }

  async deleteAll(urls: Iterable<string>): Promise<number> {
    try {
      return await this.images.store.deleteAll([...urls]);
    } catch (error) {
      throw problemOf(toImageFailure(error));
    }
  }

  forgetFailures(): Promise<void> {
    return this.images.forgetFailures();
  }

  private inWords(reason: PausedReason): string {
    switch (reason) {
      case 'host_asked_to_wait':
        return 'The image host asked to wait';
      case 'host_unavailable':
        return 'The image host does not answer; it is tried again in a while';
      case 'disk_full':
      case 'disk_not_writable':
      case 'disk_error':
      case 'too_many_files':
      case 'store_away': {
        const why = this.images.store.watch.trouble?.message ?? 'The image folder cannot be used.';
        return `${why.replace(/\.$/, '')}; the downloads go on by themselves when it can be used`;
      }
    }
  }
}

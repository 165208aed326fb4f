import type { DownloadOptions, DownloadResult } from './download-progress';
import { DownloadRun, type DownloadServices } from './download-run';

/** Brings every image of a list to the storage; what is there already is not asked for again. */
export class ImageDownloader {
  constructor(private readonly services: DownloadServices) {}

  /** Downloads a list of any length with bounded memory. The URLs should be distinct: each counts as one image. */
  async downloadAll(urls: AsyncIterable<string> | Iterable<string>, options: DownloadOptions): Promise<DownloadResult> {
    this.services.gate.reset();
    const run = new DownloadRun(urls, options, this.services);
    try {
      return await run.run();
    } finally {
      await this.services.store.flush();
    }
  }
}

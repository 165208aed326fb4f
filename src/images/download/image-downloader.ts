import type { Clock } from '../../egress/clock';
import type { EgressClient } from '../../egress/egress-client';
import type { DecoderPool } from '../decoder/decoder-pool';
import type { FailureReason } from '../image-failure';
import type { ImageStore } from '../store/image-store';
import { DownloadRun } from './download-run';
import type { HostGate } from './host-gate';
import type { ImageFetcher } from './image-fetcher';

export interface ImageDownloaderOptions {
  store: ImageStore;
  fetcher: ImageFetcher;
  decoders: Pick<DecoderPool, 'warm'>;
  egress: Pick<EgressClient, 'check'>;
  gate: HostGate;
  clock: Clock;
}

/** Why a run waits. */
export type PausedReason = 'disk_full' | 'disk_not_writable' | 'host_asked_to_wait' | 'host_unavailable';

export interface DownloadCounts {
  /** URLs seen so far; at the end the sum of the other three. */
  total: number;
  downloaded: number;
  cached: number;
  failed: number;
}

export interface DownloadProgress extends DownloadCounts {
  /** Bytes of the downloaded images. */
  bytes: number;
  pausedReason: PausedReason | null;
}

export interface DownloadResult extends DownloadCounts {
  bytes: number;
  /** What failed, by reason, with one message of each. */
  failures: { code: FailureReason; message: string; count: number }[];
}

export interface DownloadOptions {
  /** Images at a time. */
  workers: number;
  /** Ends the run: what is under way is given up, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Also what failed before and would not be tried again yet. */
  force?: boolean;
  /** Called after every image and whenever the run pauses or goes on. */
  onProgress?(progress: DownloadProgress): void;
}

/** Brings every image of a list to disk; what is there already is not asked for again. */
export class ImageDownloader {
  constructor(private readonly options: ImageDownloaderOptions) {}

  /** Downloads a list of any length with bounded memory. The URLs should be distinct: each counts as one image. */
  async downloadAll(urls: AsyncIterable<string> | Iterable<string>, options: DownloadOptions): Promise<DownloadResult> {
    await this.options.store.scanned();
    this.options.gate.reset();
    const run = new DownloadRun(urls, options, this.options);
    try {
      return await run.run();
    } finally {
      // A full disk must not hide how the run ended.
      await this.options.store.save().catch(() => undefined);
    }
  }
}

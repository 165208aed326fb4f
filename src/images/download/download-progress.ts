import type { FailureReason, StorageTrouble } from '../image-failure';

/** Why a run waits. */
export type PausedReason = StorageTrouble | 'host_asked_to_wait' | 'host_unavailable';

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
  /** Asks for everything again: also for what failed before, and whether what is stored still holds. */
  force?: boolean;
  /** Stored images whose address does not tell their version are confirmed with their host after so long. */
  confirmAfterMs?: number;
  /** Which version of its file each URL stands for, where the wiki says: a stored one of another is asked for anew. */
  revisions?: ReadonlyMap<string, string>;
  /** Called after every image and whenever the run pauses or goes on. */
  onProgress?(progress: DownloadProgress): void;
}

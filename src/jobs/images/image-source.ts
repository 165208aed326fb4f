/** What became of a list of images; at the end `total` is the sum of the others. */
export interface ImageCounts {
  total: number;
  downloaded: number;
  cached: number;
  failed: number;
}

export interface ImageEvents {
  signal: AbortSignal;
  /** Asks for everything again: also for what failed before, and whether what is stored still holds. */
  force?: boolean;
  /** Which version of its file each URL stands for, where the wiki says. */
  revisions?: ReadonlyMap<string, string>;
  onProgress(counts: ImageCounts): void;
  /** Why the downloads stand still, in words; null when they go on. */
  onPaused(reason: string | null): void;
  onFailure(code: string, message: string, count: number): void;
}

/** Whoever stores images: in this process, or through jobs. */
export interface ImageSource {
  /** Images among these of which nothing is known: neither are they stored, nor did they fail before. */
  missing(urls: Iterable<string>): Promise<number>;
  downloadAll(universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts>;
  deleteAll(urls: Iterable<string>): Promise<number>;
  /** Tries again what failed lately. */
  forgetFailures(): Promise<void>;
  /** From now on a run that is aborted leaves its work to others, where there are any: this process ends. */
  leave?(): void;
}

/** The provider of the ImageSource that runs use. */
export const IMAGE_SOURCE = Symbol('ImageSource');

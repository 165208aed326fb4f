/** What became of a list of images; at the end `total` is the sum of the others. */
export interface ImageCounts {
  total: number;
  downloaded: number;
  cached: number;
  failed: number;
}

export interface ImageEvents {
  signal: AbortSignal;
  onProgress(counts: ImageCounts): void;
  /** Why the downloads stand still, in words; null when they go on. */
  onPaused(reason: string | null): void;
  onFailure(code: string, message: string, count: number): void;
}

/** Whoever brings images to disk: in this process, or through jobs. */
export interface ImageSource {
  /** Images among these of which nothing is known: neither are they on disk, nor did they fail before. */
  missing(urls: Iterable<string>): Promise<number>;
  downloadAll(universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts>;
  deleteAll(urls: Iterable<string>): Promise<number>;
}

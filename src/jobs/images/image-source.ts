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
  onPaused(reason: string | null): void;
  onFailure(code: string, message: string): void;
}

/** Whoever brings images to disk: in this process, or through jobs. */
export interface ImageSource {
  /** Images among these that still have to be fetched. */
  missing(urls: Iterable<string>): number;
  downloadAll(universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts>;
  deleteAll(urls: Iterable<string>): Promise<number>;
}

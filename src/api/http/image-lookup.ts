/** What is known of a downloaded image. */
export interface ImageFacts {
  width: number;
  height: number;
  /** A blurred preview, base64 of a thumbhash. */
  thumbhash: string | null;
}

/** Which images are on disk: asked for every article, so it never waits. */
export abstract class ImageLookup {
  /** Changes, at most once a second, when images come or go; the same for the same images over restarts. */
  abstract readonly revision: number | string;

  abstract has(url: string): boolean;

  abstract meta(url: string): ImageFacts | null;
}

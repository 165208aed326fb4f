/** What is known of a downloaded image. */
export interface ImageFacts {
  width: number | null;
  height: number | null;
  /** A blurred preview, base64 of a thumbhash. */
  thumbhash: string | null;
}

/** Which images are on disk: asked for every article, so it never waits. */
export abstract class ImageLookup {
  /** Changes, at most once a second, when images come or go; the same for the same images over restarts. */
  abstract readonly revision: number | string;

  /** null where the image is not on disk. */
  abstract meta(url: string): ImageFacts | null;
}

import type { ImageFormat } from '../image-format';
import type { StoredImage } from './image-record';

/** The totals as they are saved. */
export interface SavedTotals {
  digest: number[];
  bytes: number;
  formats: Partial<Record<ImageFormat, number>>;
}

/** Totals over a set of images, kept up to date one image at a time, with a digest that does not depend on their order. */
export class ImageTotals {
  private readonly words: Uint32Array;
  private readonly formats: Partial<Record<ImageFormat, number>>;
  bytes: number;

  constructor(saved: SavedTotals = { digest: [0, 0, 0, 0], bytes: 0, formats: {} }) {
    this.words = Uint32Array.from(saved.digest);
    this.bytes = saved.bytes;
    this.formats = { ...saved.formats };
  }

  add(image: StoredImage): void {
    this.change(image, 1);
  }

  remove(image: StoredImage): void {
    this.change(image, -1);
  }

  get files(): number {
    return Object.values(this.formats).reduce((sum, count) => sum + count, 0);
  }

  byFormat(): Partial<Record<ImageFormat, number>> {
    return Object.fromEntries(Object.entries(this.formats).filter(([, count]) => count > 0));
  }

  /** Hex; equal sets of (URL, content) have equal values, on every machine. */
  digest(): string {
    return [...this.words, this.files].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  saved(): SavedTotals {
    return { digest: [...this.words], bytes: this.bytes, formats: this.byFormat() };
  }

  private change(image: StoredImage, by: 1 | -1): void {
    this.toggle(image);
    this.bytes += by * image.bytes;
    this.formats[image.format] = (this.formats[image.format] ?? 0) + by;
  }

  private toggle({ hash, sha256 }: StoredImage): void {
    for (let i = 0; i < 4; i++) {
      const name = Number.parseInt(hash.slice(i * 8, i * 8 + 8), 16);
      const content = Number.parseInt(sha256.slice(i * 8, i * 8 + 8), 16);
      // Multiplied, not only xored, so that two images that swap their contents are another set.
      this.words[i]! ^= Math.imul(name ^ 0x9e3779b1, content | 1);
    }
  }
}

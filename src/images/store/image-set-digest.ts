import type { StoredImage } from './image-record';

/** A digest of a set of images that does not depend on their order; adding and removing are the same operation. */
export class ImageSetDigest {
  private readonly words = new Uint32Array(4);
  private count = 0;

  add(image: StoredImage): void {
    this.toggle(image);
    this.count += 1;
  }

  remove(image: StoredImage): void {
    this.toggle(image);
    this.count -= 1;
  }

  /** Hex; equal sets of (URL, content) have equal values, on every machine. */
  value(): string {
    return [...this.words, this.count].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
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

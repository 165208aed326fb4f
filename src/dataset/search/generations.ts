/**
 * Remembers values within so many bytes. What was used of late stays: what is asked for moves from the old
 * generation to the young one, and when the young one is full the old one goes. An exact order of use would cost more
 * than it finds.
 */
export class Generations<K, V> {
  private young = new Map<K, V>();
  private old = new Map<K, V>();
  private youngBytes = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly bytesOf: (value: V) => number,
  ) {}

  get(key: K): V | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const older = this.old.get(key);
    if (older !== undefined) {
      this.old.delete(key);
      this.set(key, older);
    }
    return older;
  }

  /** Takes a value that was not there. */
  set(key: K, value: V): void {
    const bytes = this.bytesOf(value);
    if (bytes > this.maxBytes / 2) return;
    if (this.youngBytes + bytes > this.maxBytes / 2) {
      this.old = this.young;
      this.young = new Map();
      this.youngBytes = 0;
    }
    this.youngBytes += bytes;
    this.young.set(key, value);
  }
}

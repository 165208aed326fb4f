/** A growing list of ranges in a buffer that the owner knows. */
export class Ranges {
  length = 0;
  /** Room for few at first: see `Column`. */
  private bounds = new Uint32Array(8);

  clear(): void {
    this.length = 0;
  }

  push(start: number, end: number): void {
    const at = this.length++ * 2;
    if (at === this.bounds.length) this.grow();
    this.bounds[at] = start;
    this.bounds[at + 1] = end;
  }

  start(index: number): number {
    return this.bounds[index * 2]!;
  }

  end(index: number): number {
    return this.bounds[index * 2 + 1]!;
  }

  private grow(): void {
    const larger = new Uint32Array(this.bounds.length * 2);
    larger.set(this.bounds);
    this.bounds = larger;
  }
}

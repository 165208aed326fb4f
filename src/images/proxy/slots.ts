/** So many at a time, so many more that wait, and no more than that. */
export class Slots {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly size: number,
    private readonly maxWaiting: number,
  ) {}

  /** Runs the work when there is a place; throws what `refuse` makes where too many wait already. */
  async run<T>(work: () => Promise<T>, refuse: () => Error): Promise<T> {
    if (this.active < this.size) this.active += 1;
    else if (this.waiting.length >= this.maxWaiting) throw refuse();
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes on to the next in line without becoming free.
      const next = this.waiting.shift();
      if (next) next();
      else this.active -= 1;
    }
  }
}

/** Who asks for more rows than this has a statement of their own, so that small questions need not wait for it. */
const MANY_ROWS = 100;

interface Question<Row> {
  ids: readonly number[];
  resolve: (rows: (Row | null)[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Asks for rows by id. Small questions of one turn of the event loop, and those that come while a statement runs, are
 * put together into the next one: a statement costs more than the few rows that it reads.
 */
export class BatchedRows<Row> {
  private waiting: Question<Row>[] = [];
  private isRunning = false;

  constructor(private readonly find: (ids: readonly number[]) => Promise<ReadonlyMap<number, Row>>) {}

  /** The rows in the order of the ids, null where there is none. Rejects as the statement does. */
  async get(ids: readonly number[]): Promise<(Row | null)[]> {
    if (ids.length > MANY_ROWS) return pick(await this.find(ids), ids);
    return new Promise((resolve, reject) => {
      this.waiting.push({ ids, resolve, reject });
      if (this.isRunning) return;
      this.isRunning = true;
      setImmediate(() => void this.run());
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const rows = await this.find([...new Set(batch.flatMap(({ ids }) => ids))]);
        for (const { ids, resolve } of batch) resolve(pick(rows, ids));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isRunning = false;
  }
}

function pick<Row>(rows: ReadonlyMap<number, Row>, ids: readonly number[]): (Row | null)[] {
  return ids.map((id) => rows.get(id) ?? null);
}

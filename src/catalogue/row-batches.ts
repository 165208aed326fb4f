/** Statements that run at the same time; more only keep the server and the driver busy with switching. */
const MAX_RUNNING = 3;
/** Rows of one statement, unless a single question asks for more. */
const MAX_ROWS = 200;
/** As many waiting rows as are worth a statement of their own. */
const MANY_ROWS = 100;

interface Question<Row> {
  ids: readonly number[];
  resolve: (rows: (Row | undefined)[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Asks for rows by id. Questions that come while statements run are put together into the next one, so that a busy
 * service sends few large statements instead of many small ones; one that comes alone is asked at once.
 */
export class RowBatches<Row extends { id: number }> {
  private waiting: Question<Row>[] = [];
  private running = 0;

  /** While `eager` statements run, only many waiting rows make another one. */
  constructor(
    private readonly find: (ids: readonly number[]) => Promise<readonly Row[]>,
    private readonly eager = MAX_RUNNING,
  ) {}

  /** The rows in the order of the ids, undefined where there is none. Rejects as the statement does. */
  get(ids: readonly number[]): Promise<(Row | undefined)[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ids, resolve, reject });
      if (this.running < this.eager || (this.running < MAX_RUNNING && this.hasMany())) void this.run();
    });
  }

  private hasMany(): boolean {
    return this.waiting.reduce((rows, { ids }) => rows + ids.length, 0) >= MANY_ROWS;
  }

  private async run(): Promise<void> {
    this.running++;
    for (let batch = this.take(); batch.length > 0; batch = this.take()) await answer(batch, this.find);
    this.running--;
  }

  private take(): Question<Row>[] {
    let rows = 0;
    let size = 0;
    for (const { ids } of this.waiting) {
      rows += ids.length;
      if (size > 0 && rows > MAX_ROWS) break;
      size++;
    }
    return this.waiting.splice(0, size);
  }
}

async function answer<Row extends { id: number }>(
  batch: readonly Question<Row>[],
  find: (ids: readonly number[]) => Promise<readonly Row[]>,
): Promise<void> {
  try {
    const ids = batch.length === 1 ? (batch[0]?.ids ?? []) : [...new Set(batch.flatMap((question) => question.ids))];
    const rows = new Map((await find(ids)).map((row) => [row.id, row]));
    for (const question of batch) question.resolve(question.ids.map((id) => rows.get(id)));
  } catch (error) {
    for (const question of batch) question.reject(error);
  }
}

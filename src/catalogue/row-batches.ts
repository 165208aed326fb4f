/** Statements that run at the same time; more only keep the server and the driver busy with switching. */
const MAX_RUNNING = 3;
/** Rows of one statement, unless a single question asks for more. */
const MAX_ROWS = 200;
/** As many waiting rows are worth a statement beside one that runs. */
const MANY_ROWS = 100;

interface Question<Row> {
  ids: readonly number[];
  resolve: (rows: (Row | undefined)[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Asks for rows by id. The questions of one turn of the event loop, and those that come while a statement runs, are put
 * together into the next one: a statement costs more than the few rows that it reads.
 */
export class RowBatches<Row extends { id: number }> {
  private waiting: Question<Row>[] = [];
  private running = 0;
  private isDue = false;

  constructor(private readonly find: (ids: readonly number[]) => Promise<readonly Row[]>) {}

  /** The rows in the order of the ids, undefined where there is none. Rejects as the statement does. */
  get(ids: readonly number[]): Promise<(Row | undefined)[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ids, resolve, reject });
      if (!this.isDue && this.mayRun()) this.runAfterTurn();
    });
  }

  private mayRun(): boolean {
    return this.running === 0 || (this.running < MAX_RUNNING && this.hasMany());
  }

  private runAfterTurn(): void {
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      void this.run();
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

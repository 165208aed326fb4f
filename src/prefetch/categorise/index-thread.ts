import { rm } from 'node:fs/promises';
import { Worker, type MessagePort } from 'node:worker_threads';
import { ArticleRows, type FurtherCategories } from '../../dataset/article-rows';
import { writeRows, type RowOrder, type RowPlaces } from '../../dataset/rows-writer';
import { scratchPath } from '../../dataset/scratch-rows';
import { LocalIndexer, type Indexed, type IndexerOptions, type RowsIndexer, type StatedInfo } from './rows-indexer';

/** Batches under way at once, at most: what bounds the memory, however much faster the rows are made than indexed. */
const MOST_UNDER_WAY = 4;
/** Of each thread; nearly all of what they make is garbage at once, so that a small nursery costs nothing. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 2048, maxYoungGenerationSizeMb: 8 };

/** What tells a worker thread that it is to be an indexer. */
export interface IndexTask {
  kind: 'index';
  options: IndexerOptions;
}

type ToThread =
  | { kind: 'rows'; buffer: ArrayBuffer; bytes: number }
  | { kind: 'finish'; stated: StatedInfo; further: FurtherCategories }
  | { kind: 'written'; places: RowPlaces };

type FromThread =
  | { kind: 'taken'; buffer: ArrayBuffer }
  | { kind: 'ordered'; order: RowOrder }
  | { kind: 'indexed'; indexed: Indexed }
  | { kind: 'error'; message: string; stack: string };

/** Indexes the rows in a thread of its own, a few batches behind the thread that makes them. */
export class IndexThread implements RowsIndexer {
  private readonly worker: Worker;
  private readonly free: ArrayBuffer[] = [];
  private underWay = 0;
  private failure: Error | null = null;
  private indexed: Indexed | null = null;
  private wake: () => void = () => undefined;

  constructor(
    script: string,
    private readonly options: IndexerOptions,
  ) {
    const task: IndexTask = { kind: 'index', options };
    this.worker = new Worker(script, { workerData: task, resourceLimits: THREAD_LIMITS });
    this.worker.on('message', (message: FromThread) => this.hear(message));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the index worker ended without a result')));
  }

  take(tuples: Buffer): Buffer {
    if (this.failure) throw this.failure;
    const buffer = tuples.buffer as ArrayBuffer;
    this.tell({ kind: 'rows', buffer, bytes: tuples.length }, [buffer]);
    this.underWay++;
    const free = this.free.pop();
    return free ? Buffer.from(free) : ArticleRows.buffer();
  }

  async drain(): Promise<void> {
    await this.until(() => this.underWay < MOST_UNDER_WAY);
  }

  async finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    this.tell({ kind: 'finish', stated, further }, []);
    await this.until(() => this.indexed !== null);
    return this.indexed as Indexed;
  }

  async discard(): Promise<void> {
    await this.worker.terminate();
    await rm(scratchPath(this.options.rowsPath), { force: true });
  }

  /** The thread that made the rows is idle while the directory is made. */
  private write(order: RowOrder): void {
    try {
      this.tell({ kind: 'written', places: writeRows(this.options.rowsPath, order) }, []);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tell(message: ToThread, transfer: ArrayBuffer[]): void {
    this.worker.postMessage(message, transfer);
  }

  private hear(message: FromThread): void {
    if (message.kind === 'taken') {
      this.underWay--;
      this.free.push(message.buffer);
    } else if (message.kind === 'ordered') this.write(message.order);
    else if (message.kind === 'indexed') this.indexed = message.indexed;
    else this.fail(Object.assign(new Error(message.message), { stack: message.stack }));
    this.wake();
  }

  /** The first failure is the reason of all that follow. */
  private fail(error: Error): void {
    if (this.indexed === null) this.failure ??= error;
    this.wake();
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (this.failure) throw this.failure;
  }
}

/** The other side: indexes in this thread what the port brings. */
export function serveIndexer(port: MessagePort, options: IndexerOptions): void {
  let hearPlaces: (places: RowPlaces) => void = () => undefined;
  const indexer = new LocalIndexer(options, (_, order) => {
    tell({ kind: 'ordered', order });
    return new Promise((resolve) => (hearPlaces = resolve));
  });
  const tell = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  const fail = (error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'error', message, stack });
    port.close();
  };
  port.on('message', (message: ToThread) => {
    if (message.kind === 'written') return hearPlaces(message.places);
    if (message.kind === 'finish') {
      indexer.finish(message.stated, message.further).then((indexed) => tell({ kind: 'indexed', indexed }), fail);
      return;
    }
    try {
      indexer.take(Buffer.from(message.buffer, 0, message.bytes));
      tell({ kind: 'taken', buffer: message.buffer }, [message.buffer]);
    } catch (error) {
      fail(error);
    }
  });
}

import { Worker, type MessagePort } from 'node:worker_threads';
import type { FurtherCategories } from '../../dataset/article-rows';
import { writeRows, type RowOrder, type RowPlaces } from '../../dataset/rows-writer';
import type { ScratchBatch } from '../../dataset/scratch-rows';
import { THREAD_LIMITS } from './thread-limits';
import { LocalIndexer, type Indexed, type IndexerOptions, type RowsIndexer, type StatedInfo } from './rows-indexer';

/** What tells a worker thread that it is to be an indexer. */
export interface IndexTask {
  kind: 'index';
  options: IndexerOptions;
}

type ToThread =
  | { kind: 'rows'; batch: ScratchBatch }
  | { kind: 'finish'; stated: StatedInfo; further: FurtherCategories }
  | { kind: 'written'; places: RowPlaces };

type FromThread =
  | { kind: 'ordered'; order: RowOrder }
  | { kind: 'indexed'; indexed: Indexed }
  | { kind: 'error'; message: string; stack: string };

/**
 * Indexes the rows in a thread of its own, behind the thread that makes them: that takes less time, is not held up, and
 * only tells where the rows lie, so that no memory is needed for those that wait.
 */
export class IndexThread implements RowsIndexer {
  private readonly worker: Worker;
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

  take(batch: ScratchBatch): void {
    if (this.failure) throw this.failure;
    this.tell({ kind: 'rows', batch });
  }

  async finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    this.tell({ kind: 'finish', stated, further });
    await this.until(() => this.indexed !== null);
    return this.indexed as Indexed;
  }

  async discard(): Promise<void> {
    await this.worker.terminate();
  }

  /** The thread that made the rows is idle while the directory is made. */
  private write(order: RowOrder): void {
    try {
      this.tell({ kind: 'written', places: writeRows(this.options.rowsPath, order) });
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tell(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromThread): void {
    if (message.kind === 'ordered') this.write(message.order);
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
  const tell = (message: FromThread) => port.postMessage(message);
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
      indexer.take(message.batch);
    } catch (error) {
      fail(error);
    }
  });
}

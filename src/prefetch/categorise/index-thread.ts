import { Worker, type MessagePort } from 'node:worker_threads';
import type { FurtherCategories } from '../../dataset/article-rows';
import { RowsAndFacets, type DatasetOrder, type RowsAndFacetsDone } from '../../dataset/rows-and-facets';
import type { ScratchBatch } from '../../dataset/scratch-rows';
import { labelKey } from '../../universe/label';
import {
  DirectoryIndexer,
  type FinishRows,
  type Indexed,
  type IndexerOptions,
  type RowsIndexer,
  type StatedInfo,
} from './rows-indexer';
import { THREAD_LIMITS } from './thread-limits';

/** What tells a worker thread that it is to be an indexer. */
export interface IndexTask {
  kind: 'index';
  options: IndexerOptions;
}

type ToThread =
  | { kind: 'rows'; batch: ScratchBatch }
  | { kind: 'finish'; stated: StatedInfo; further: FurtherCategories }
  | { kind: 'rowsDone'; done: RowsAndFacetsDone };

type FromThread =
  | { kind: 'ordered'; order: DatasetOrder }
  | { kind: 'indexed'; indexed: Indexed }
  | { kind: 'error'; message: string; stack: string };

/**
 * Makes the directory in a thread of its own, which is only told where the rows lie, and in this one what can be made
 * beside it.
 */
export class IndexThread implements RowsIndexer {
  private readonly worker: Worker;
  private readonly others: RowsAndFacets;
  private failure: Error | null = null;
  private indexed: Indexed | null = null;
  private wake: () => void = () => undefined;

  constructor(script: string, options: IndexerOptions) {
    this.others = new RowsAndFacets(options.rowsPath, labelKey);
    const task: IndexTask = { kind: 'index', options };
    this.worker = new Worker(script, { workerData: task, resourceLimits: THREAD_LIMITS });
    this.worker.on('message', (message: FromThread) => this.hear(message));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the index worker ended without a result')));
  }

  take(batch: ScratchBatch): void {
    if (this.failure) throw this.failure;
    this.tell({ kind: 'rows', batch });
    this.others.take(batch);
  }

  async finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    this.tell({ kind: 'finish', stated, further });
    await this.until(() => this.indexed !== null);
    return this.indexed as Indexed;
  }

  async discard(): Promise<void> {
    await this.worker.terminate();
    this.others.close();
  }

  private finishRows(order: DatasetOrder): void {
    try {
      this.tell({ kind: 'rowsDone', done: this.others.finish(order) });
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tell(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromThread): void {
    if (message.kind === 'ordered') this.finishRows(message.order);
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

/** The other side: makes the directory in this thread of what the port brings. */
export function serveIndexer(port: MessagePort, options: IndexerOptions): void {
  const indexer = new DirectoryIndexer(options);
  let hearDone: (done: RowsAndFacetsDone) => void = () => undefined;
  const tell = (message: FromThread) => port.postMessage(message);
  const finishRows: FinishRows = (order) => {
    tell({ kind: 'ordered', order });
    return new Promise((resolve) => (hearDone = resolve));
  };
  const fail = (error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'error', message, stack });
    port.close();
  };
  port.on('message', (message: ToThread) => {
    if (message.kind === 'rowsDone') return hearDone(message.done);
    if (message.kind === 'finish') {
      const finished = indexer.finish(message.stated, message.further, finishRows);
      finished.then((indexed) => tell({ kind: 'indexed', indexed }), fail);
      return;
    }
    try {
      indexer.take(message.batch);
    } catch (error) {
      fail(error);
    }
  });
}

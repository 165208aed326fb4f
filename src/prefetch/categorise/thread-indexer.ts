import { Worker, type MessagePort } from 'node:worker_threads';
import type { FurtherCategories } from '../../dataset/article-rows';
import { DatasetRest, type DatasetOrder, type MadeRest } from '../../dataset/dataset-rest';
import { labelKey } from '../../universe/label';
import { DirectoryIndexer, type Indexed, type IndexJob, type RowsIndexer, type StatedInfo } from './rows-indexer';
import { fromSentError, toSentError, type SentError } from './sent-error';

/** Nearly all of what a thread makes is garbage at once, so that a small nursery costs nothing. */
const LIMITS = { maxOldGenerationSizeMb: 2048, maxYoungGenerationSizeMb: 8 };

type ToThread =
  | { kind: 'index'; job: IndexJob }
  | { kind: 'finish'; stated: StatedInfo; further: FurtherCategories }
  | { kind: 'restMade'; rest: MadeRest };

type FromThread = { kind: 'ordered'; order: DatasetOrder } | { kind: 'indexed'; indexed: Indexed } | SentError;

/** Waits for the next answer of a kind. */
interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** Has a second thread make the directory, while this one makes the rest. */
export class ThreadIndexer implements RowsIndexer {
  private readonly rest: DatasetRest;
  private readonly worker: Worker;
  private readonly waiting = new Map<string, Waiting>();
  private failure: Error | null = null;

  /** `script` is to call `serveIndexer`. */
  constructor(
    script: string,
    private readonly job: IndexJob,
  ) {
    this.rest = new DatasetRest(job.rowsPath, labelKey);
    this.worker = new Worker(script, { resourceLimits: LIMITS });
    this.worker.on('message', (message: FromThread) => this.hear(message));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the second thread of the build ended without a result')));
    this.tell({ kind: 'index', job });
  }

  async finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    this.tell({ kind: 'finish', stated, further });
    const indexed = this.answer<Indexed>('indexed');
    // It is waited for last; a failure of the thread ends both.
    indexed.catch(() => undefined);
    for (const batch of this.job.batches) this.rest.take(batch);
    this.tell({ kind: 'restMade', rest: this.rest.finish(await this.answer<DatasetOrder>('ordered')) });
    return indexed;
  }

  async discard(): Promise<void> {
    this.rest.close();
    await this.worker.terminate();
  }

  /** Throws what the thread failed of. */
  private tell(message: ToThread): void {
    if (this.failure) throw this.failure;
    this.worker.postMessage(message);
  }

  private answer<T>(kind: FromThread['kind']): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.failure) reject(this.failure);
      else this.waiting.set(kind, { resolve, reject });
    });
  }

  private hear(message: FromThread): void {
    if (message.kind === 'error') return this.fail(fromSentError(message));
    const waiting = this.waiting.get(message.kind);
    this.waiting.delete(message.kind);
    if (message.kind === 'ordered') waiting?.resolve(message.order as never);
    else waiting?.resolve(message.indexed as never);
  }

  /** The first failure is the reason of all that follow. */
  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}

/** The other side: does in this thread what the port asks for. */
export function serveIndexer(port: MessagePort): void {
  const served = new ServedIndexer(port);
  port.on('message', (message: ToThread) => {
    served.hear(message).catch((error: unknown) => {
      port.postMessage(toSentError(error) satisfies FromThread);
      port.close();
    });
  });
}

class ServedIndexer {
  private indexer: DirectoryIndexer | null = null;
  private hearRest: (rest: MadeRest) => void = () => undefined;

  constructor(private readonly port: MessagePort) {}

  async hear(message: ToThread): Promise<void> {
    if (message.kind === 'index') this.indexer = new DirectoryIndexer(message.job);
    else if (message.kind === 'restMade') this.hearRest(message.rest);
    else await this.finish(message.stated, message.further);
  }

  private async finish(stated: StatedInfo, further: FurtherCategories): Promise<void> {
    if (!this.indexer) throw new Error('there is nothing to finish');
    const indexed = await this.indexer.finish(stated, further, (order) => {
      this.tell({ kind: 'ordered', order });
      return new Promise((resolve) => (this.hearRest = resolve));
    });
    this.tell({ kind: 'indexed', indexed });
  }

  private tell(message: FromThread): void {
    this.port.postMessage(message);
  }
}

import { Worker, type MessagePort } from 'node:worker_threads';
import type { FurtherCategories } from '../../dataset/article-rows';
import { RowsAndFacets, type DatasetOrder, type RowsAndFacetsDone } from '../../dataset/rows-and-facets';
import type { ScratchBatch } from '../../dataset/scratch-rows';
import type { NativePart } from '../../file-cache/read-records';
import { labelKey } from '../../universe/label';
import type { BuildThreads, PartMaker } from './build-threads';
import { RowMaker, type MadeRows, type RowRules } from './row-maker';
import { DirectoryIndexer, type Indexed, type IndexerOptions, type RowsIndexer, type StatedInfo } from './rows-indexer';

/** Nearly all of what a thread makes is garbage at once, so that a small nursery costs nothing. */
const LIMITS = { maxOldGenerationSizeMb: 2048, maxYoungGenerationSizeMb: 8 };

type ToThread =
  | { kind: 'rules'; rules: RowRules }
  | { kind: 'part'; part: NativePart }
  | { kind: 'index'; options: IndexerOptions }
  | { kind: 'batch'; batch: ScratchBatch }
  | { kind: 'finish'; stated: StatedInfo; further: FurtherCategories }
  | { kind: 'rowsDone'; done: RowsAndFacetsDone }
  | { kind: 'discard' };

type FromThread =
  | { kind: 'made'; made: MadeRows }
  | { kind: 'ordered'; order: DatasetOrder }
  | { kind: 'indexed'; indexed: Indexed }
  | { kind: 'error'; message: string; stack: string };

/** Waits for the next answer of a kind. */
interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** The second thread of a build: it helps to make the rows, then makes the directory, while this one makes the rest. */
export class SecondThread implements BuildThreads {
  private readonly worker: Worker;
  private readonly waiting = new Map<string, Waiting>();
  private failure: Error | null = null;

  /** `script` is to call `serveSecondThread`. */
  constructor(script: string) {
    this.worker = new Worker(script, { resourceLimits: LIMITS });
    this.worker.on('message', (message: FromThread) => this.hear(message));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the second thread of the build ended without a result')));
  }

  openHelper(rules: RowRules): PartMaker {
    this.tell({ kind: 'rules', rules });
    return {
      makePart: async (part) => {
        this.tell({ kind: 'part', part });
        return withBuffer(await this.answer<MadeRows>('made'));
      },
    };
  }

  openIndexer(options: IndexerOptions): RowsIndexer {
    const others = new RowsAndFacets(options.rowsPath, labelKey);
    this.tell({ kind: 'index', options });
    return {
      take: (batch) => {
        this.tell({ kind: 'batch', batch });
        others.take(batch);
      },
      finish: async (stated, further) => {
        this.tell({ kind: 'finish', stated, further });
        const indexed = this.answer<Indexed>('indexed');
        // It is waited for last; a failure of the thread ends both.
        indexed.catch(() => undefined);
        this.tell({ kind: 'rowsDone', done: others.finish(await this.answer<DatasetOrder>('ordered')) });
        return indexed;
      },
      discard: () => {
        if (!this.failure) this.tell({ kind: 'discard' });
        others.close();
      },
    };
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
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
    if (message.kind === 'error') return this.fail(Object.assign(new Error(message.message), { stack: message.stack }));
    const waiting = this.waiting.get(message.kind);
    this.waiting.delete(message.kind);
    if (message.kind === 'made') waiting?.resolve(message.made as never);
    else if (message.kind === 'ordered') waiting?.resolve(message.order as never);
    else waiting?.resolve(message.indexed as never);
  }

  /** The first failure is the reason of all that follow. */
  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}

/** On its way a Buffer becomes a plain array of bytes. */
function withBuffer(made: MadeRows): MadeRows {
  const { tuples, ends } = made.rows;
  return { ...made, rows: { tuples: Buffer.from(tuples.buffer, tuples.byteOffset, tuples.length), ends } };
}

/** The other side: does in this thread what the port asks for. */
export function serveSecondThread(port: MessagePort): void {
  const served = new Served(port);
  port.on('message', (message: ToThread) => {
    served.hear(message).catch((error: unknown) => {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      port.postMessage({ kind: 'error', message, stack } satisfies FromThread);
      port.close();
    });
  });
}

class Served {
  private maker: RowMaker | null = null;
  private indexer: DirectoryIndexer | null = null;
  private hearDone: (done: RowsAndFacetsDone) => void = () => undefined;

  constructor(private readonly port: MessagePort) {}

  async hear(message: ToThread): Promise<void> {
    switch (message.kind) {
      case 'rules':
        this.maker = new RowMaker(message.rules);
        return;
      case 'part':
        return this.makePart(message.part);
      case 'index':
        this.indexer = new DirectoryIndexer(message.options);
        return;
      case 'batch':
        // There are no more parts: what they were made with can go.
        this.maker = null;
        this.indexer?.take(message.batch);
        return;
      case 'finish':
        return this.finish(message.stated, message.further);
      case 'rowsDone':
        return this.hearDone(message.done);
      case 'discard':
        this.indexer?.close();
        this.indexer = null;
    }
  }

  private async makePart(part: NativePart): Promise<void> {
    if (!this.maker) throw new Error('a part came before the rules');
    const made = await this.maker.makePart(part);
    const { buffer } = made.rows.tuples;
    this.tell({ kind: 'made', made }, buffer.byteLength > 0 ? [buffer as ArrayBuffer] : []);
  }

  private async finish(stated: StatedInfo, further: FurtherCategories): Promise<void> {
    if (!this.indexer) throw new Error('there is nothing to finish');
    const indexed = await this.indexer.finish(stated, further, (order) => {
      this.tell({ kind: 'ordered', order });
      return new Promise((resolve) => (this.hearDone = resolve));
    });
    this.tell({ kind: 'indexed', indexed });
  }

  private tell(message: FromThread, transfer: ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }
}

import { Worker, type MessagePort } from 'node:worker_threads';
import type { NativePart } from '../../file-cache/read-records';
import type { PartMaker } from './make-rows';
import { RowMaker, type MadeRows, type RowRules } from './row-maker';
import { THREAD_LIMITS } from './thread-limits';

/** What tells a worker thread that it is to make rows. */
export interface RowTask {
  kind: 'rows';
  rules: RowRules;
}

type FromThread = { kind: 'made'; made: MadeRows } | { kind: 'error'; message: string; stack: string };

/** Makes rows in a thread of its own, one part after the other. */
export class RowThread implements PartMaker {
  private readonly worker: Worker;
  private resolve: (made: MadeRows) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private failure: Error | null = null;

  constructor(script: string, rules: RowRules) {
    const task: RowTask = { kind: 'rows', rules };
    this.worker = new Worker(script, { workerData: task, resourceLimits: THREAD_LIMITS });
    this.worker.on('message', (message: FromThread) => {
      if (message.kind === 'made') this.resolve(withBuffer(message.made));
      else this.fail(Object.assign(new Error(message.message), { stack: message.stack }));
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the thread that makes rows ended without a result')));
  }

  makePart(part: NativePart): Promise<MadeRows> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.resolve = resolve;
      this.reject = reject;
      this.worker.postMessage(part);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  /** The first failure is the reason of all that follow. */
  private fail(error: Error): void {
    this.failure ??= error;
    this.reject(this.failure);
  }
}

/** On its way a Buffer becomes a plain array of bytes. */
function withBuffer(made: MadeRows): MadeRows {
  const { tuples, ends } = made.rows;
  return { ...made, rows: { tuples: Buffer.from(tuples.buffer, tuples.byteOffset, tuples.length), ends } };
}

/** The other side: makes in this thread what the port asks for. */
export function serveRows(port: MessagePort, rules: RowRules): void {
  const maker = new RowMaker(rules);
  port.on('message', (part: NativePart) => {
    maker.makePart(part).then(
      (made) => {
        // Not every memory can be moved; an empty batch has none.
        const { buffer } = made.rows.tuples;
        const message: FromThread = { kind: 'made', made };
        port.postMessage(message, buffer.byteLength > 0 ? [buffer as ArrayBuffer] : []);
      },
      (error: unknown) => {
        const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
        port.postMessage({ kind: 'error', message, stack } satisfies FromThread);
        port.close();
      },
    );
  });
}

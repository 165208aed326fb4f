import { EgressError } from './egress-error';

/** One request with its redirects: the deadline, the caller's signal, and why it was ended. */
export class Flight {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = () => this.abort(new EgressError('aborted', 'The request was given up.'));
  reason: EgressError | null = null;

  constructor(
    private readonly signalOfCaller: AbortSignal | undefined,
    deadlineMs: number,
  ) {
    this.timer = setTimeout(
      () => this.abort(new EgressError('timeout', 'The server took too long.')),
      Math.min(deadlineMs, 2 ** 31 - 1),
    );
    if (signalOfCaller?.aborted) this.onAbort();
    else signalOfCaller?.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  abort(error: EgressError): void {
    this.end();
    this.reason ??= error;
    this.controller.abort(this.reason);
  }

  end(): void {
    clearTimeout(this.timer);
    this.signalOfCaller?.removeEventListener('abort', this.onAbort);
  }

  async *during(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
    try {
      yield* chunks;
    } finally {
      this.end();
    }
  }

  failure(error: unknown): EgressError {
    if (this.reason) return this.reason;
    if (error instanceof EgressError) return error;
    return new EgressError('cut', 'The server failed to answer.', { cause: error });
  }
}

import { setMaxListeners } from 'node:events';
import type { Clock } from '../../egress/clock';
import type { Troubles } from '../../problem/troubles';
import type { ImageFailure } from '../image-failure';
import { toImageFailure } from '../to-image-failure';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** In the list of troubles. */
const NAME = 'image_folder';

/** Knows whether the storage can be used, and tries by itself until it can. */
export class StorageWatch {
  private readonly closing = new AbortController();
  private current: ImageFailure | null = null;
  private probing: Promise<void> | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly troubles: Troubles,
    /** Uses the storage; throws what the system says. */
    private readonly probe: () => Promise<void>,
  ) {
    setMaxListeners(0, this.closing.signal);
  }

  /** Why the storage cannot be used, in words; null where it can. */
  get trouble(): ImageFailure | null {
    return this.current;
  }

  /** Uses the storage once; what goes wrong becomes the trouble, which is tried again from then on. Never throws. */
  async check(): Promise<void> {
    try {
      await this.probe();
      this.end();
    } catch (error) {
      this.report(toImageFailure(error));
    }
  }

  /** Something went wrong with the storage. */
  report(failure: ImageFailure): void {
    if (this.closing.signal.aborted) return;
    this.current = failure;
    const detail = failure.cause instanceof Error ? failure.cause.message : undefined;
    this.troubles.set(NAME, failure.message, { detail });
    this.probing ??= this.keepProbing().finally(() => (this.probing = null));
  }

  /** Resolves when the storage can be used; rejects with the signal's reason. */
  async whenUsable(signal: AbortSignal): Promise<void> {
    while (this.current) {
      signal.throwIfAborted();
      const ended = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
      await Promise.race([this.probing, ended]);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.probing;
  }

  private async keepProbing(): Promise<void> {
    for (let ms = FIRST_WAIT_MS; this.current; ms = Math.min(ms * 2, LONGEST_WAIT_MS)) {
      await this.clock.sleep(ms, this.closing.signal).catch(() => undefined);
      if (this.closing.signal.aborted) return;
      await this.check();
    }
  }

  private end(): void {
    this.current = null;
    this.troubles.clear(NAME);
  }
}

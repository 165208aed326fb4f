import type { ImageDetails, ImageRecord } from './image-record';

/** An image came, failed or went. */
export interface ImageChange {
  record: ImageRecord;
  details: ImageDetails;
}

export type ChangeListener = (changes: ImageChange[]) => void;

const FLUSH_AFTER_MS = 100;
const BATCH = 500;

/** Tells listeners what changed, in batches. */
export class ChangeFeed {
  private readonly listeners = new Set<ChangeListener>();
  private pending: ImageChange[] = [];
  private timer: NodeJS.Timeout | null = null;

  /** Returns what ends the subscription. */
  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  push(change: ImageChange): void {
    if (this.listeners.size === 0) return;
    this.pending.push(change);
    if (this.pending.length >= BATCH) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Tells at once what is waiting. */
  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const changes = this.pending;
    this.pending = [];
    if (changes.length > 0) for (const listener of this.listeners) listener(changes);
  }
}

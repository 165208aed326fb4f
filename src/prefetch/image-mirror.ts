import type { Database } from '../database/database';
import type { SnapshotShelf } from '../dataset/snapshot-shelf';
import type { ImageStore } from '../images/store/image-store';

export class ImageMirror {
  constructor(
    readonly images: ImageStore,
    readonly database: Database,
    readonly shelf: SnapshotShelf,
  ) {}
  start(): void {}
  stop(): Promise<void> {
    return Promise.resolve();
  }
}

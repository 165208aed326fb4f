import { join } from 'node:path';
import type { ObjectStoreConfig } from '../../config/config';
import { FileJournal } from '../index/file-journal';
import type { JournalFactory } from '../index/image-journal';
import { SegmentJournal } from '../index/segment-journal';
import { systemDisk } from '../storage/disk';
import { DiskStorage, type DiskStorageOptions } from '../storage/disk-storage';
import type { ImageStorage } from '../storage/image-storage';
import { LocalCopies } from '../storage/local-copies';
import { ObjectStore } from '../storage/object-store';
import { S3Storage } from '../storage/s3-storage';

/** Where images lie, and what is known of them. */
export interface Backing {
  storage: ImageStorage;
  journal: JournalFactory;
  /** How often to look for what other processes stored. */
  pollMs: number;
  close(): Promise<void>;
}

const LOCAL_COPIES_BYTES = 1_000_000_000;

/** The folder of images on this machine. */
export function diskBacking(dir: string, options: DiskStorageOptions = {}): Backing {
  return {
    storage: new DiskStorage(dir, options),
    journal: (onLine) => new FileJournal(join(dir, '.state'), options.disk ?? systemDisk, onLine),
    pollMs: 1000,
    close: () => Promise.resolve(),
  };
}

/** A bucket that several machines share; `dir` has copies of what this one used lately. */
export function s3Backing(config: ObjectStoreConfig, dir: string): Backing {
  const objects = new ObjectStore(config);
  return {
    storage: new S3Storage(objects, new LocalCopies(join(dir, '.copies'), LOCAL_COPIES_BYTES)),
    journal: (onLine) => new SegmentJournal(objects, onLine),
    // Each look is a request that is paid for.
    pollMs: 5000,
    close: () => objects.close(),
  };
}

/** The one that the configuration names. */
export function backingOf({ dir, store }: { dir: string; store: ObjectStoreConfig | null }): Backing {
  return store === null ? diskBacking(dir) : s3Backing(store, dir);
}

import { createHash } from 'node:crypto';
import { hashOf, originalName } from './index/image-record';
import type { ImageStore } from './store/image-store';

/** A row of `image_cache`, as far as the check needs it. */
export interface ImageRow {
  url: string;
  is_valid: boolean;
  size_bytes: number | null;
  format: string | null;
}

export interface ImageFault {
  url: string;
  /** In words, without paths. */
  problem: string;
}

export interface ImageVerification {
  /** Rows that were checked. */
  checked: number;
  faults: ImageFault[];
}

/** Compares rows of `image_cache` with the files: there, of that size and format, and with the bytes that were decoded. */
export async function verifyImages(
  store: ImageStore,
  rows: Iterable<ImageRow> | AsyncIterable<ImageRow>,
): Promise<ImageVerification> {
  await store.compare();
  const faults: ImageFault[] = [];
  let checked = 0;
  for await (const row of rows) {
    checked += 1;
    const problem = await problemWith(store, row);
    if (problem) faults.push({ url: row.url, problem });
  }
  return { checked, faults };
}

async function problemWith(store: ImageStore, row: ImageRow): Promise<string | null> {
  if (!row.is_valid) return store.has(row.url) ? 'recorded as not valid, but the file is whole' : null;
  const file = await store.storage.open(originalName(hashOf(row.url)));
  if (!file) return 'the file is missing';
  const bytes = await file.read();
  if (row.size_bytes !== null && bytes.length !== row.size_bytes) {
    return `the file has ${bytes.length} bytes instead of ${row.size_bytes}`;
  }
  const image = store.meta(row.url) ?? (await store.adopt(row.url, 'article'));
  if (!image) return 'the file is no whole image';
  if (row.format !== null && image.format !== row.format) return `the file is ${image.format}, not ${row.format}`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return sha256 === image.sha256 ? null : 'the bytes are not those that were stored';
}

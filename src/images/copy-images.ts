import { originalName } from './index/image-record';
import type { ImageStore } from './store/image-store';

/** How far a copy has come. */
export interface CopyProgress {
  copied: number;
  /** The other store has the same already. */
  there: number;
  /** Its file had gone. */
  missing: number;
}

/**
 * Copies the originals of one store that the other does not hold, with what is known of them; variants are made again.
 * Yields after each image. Throws ImageFailure where a store cannot be used.
 */
export async function* copyImages(from: ImageStore, to: ImageStore): AsyncGenerator<CopyProgress> {
  const progress: CopyProgress = { copied: 0, there: 0, missing: 0 };
  for await (const image of from.list()) {
    if (to.findByHash(image.hash)?.sha256 === image.sha256) progress.there += 1;
    else {
      const file = await from.storage.open(originalName(image.hash));
      if (file) await to.take(image, await to.storage.receive(file.stream() as AsyncIterable<Buffer>));
      progress[file ? 'copied' : 'missing'] += 1;
    }
    yield progress;
  }
  await to.flush();
}

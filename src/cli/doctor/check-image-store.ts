import type { Config } from '../../config/config';
import { toImageFailure } from '../../images/to-image-failure';
import { backingOf } from '../../images/store/backing';
import { ok, problem, type Finding } from './finding';

/** Whether the object store of images takes what is written; none where images lie in a folder. */
export async function checkImageStore({ images }: Config): Promise<Finding[]> {
  if (images.store === null) return [];
  const backing = backingOf(images);
  try {
    await backing.storage.tryToWrite();
    return [ok('IMAGE_STORE', `bucket ${images.store.bucket} can be written to`)];
  } catch (error) {
    const todo = 'Correct IMAGE_STORE, S3_ENDPOINT, S3_REGION or the credentials, or let this host reach the store.';
    return [problem('IMAGE_STORE', toImageFailure(error).message, todo)];
  } finally {
    await backing.close();
  }
}

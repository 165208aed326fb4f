import { readConfig } from '../config/read-environment';
import { copyImages, type CopyProgress } from '../images/copy-images';
import { DecoderPool } from '../images/decoder/decoder-pool';
import { ImageFailure } from '../images/image-failure';
import { diskBacking, s3Backing } from '../images/store/backing';
import { ImageStore } from '../images/store/image-store';
import { readOptions } from './read-options';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run images:copy -- --to s3|disk [--image-dir D]

Copies the images of the folder into the object store that IMAGE_STORE names, or back. What is there already is left
alone, so that an interrupted copy goes on where it ended. Variants are not copied: they are made again when asked for.

  --to s3|disk       where to
  --image-dir D      the folder (IMAGE_CACHE_DIR)
`;
const TOLD_EVERY = 500;

/** `npm run images:copy`. */
export async function imagesCopyCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    to: { type: 'string' },
    'image-dir': { type: 'string' },
  });
  if (!values) return;
  const { images } = readConfig();
  if (values.to !== 's3' && values.to !== 'disk') throw new UsageError('--to must be s3 or disk');
  if (images.store === null) throw new UsageError('IMAGE_STORE names no object store, for instance s3://bucket/prefix');
  const dir = values['image-dir'] ?? images.dir;
  const decoders = new DecoderPool();
  const disk = new ImageStore({ backing: diskBacking(dir), decoders });
  const s3 = new ImageStore({ backing: s3Backing(images.store, dir), decoders });
  const [from, to] = values.to === 's3' ? [disk, s3] : [s3, disk];
  try {
    await Promise.all([from.ready(), to.ready()]);
    let last: CopyProgress = { copied: 0, there: 0, missing: 0 };
    for await (const progress of copyImages(from, to)) {
      last = progress;
      const { copied, there, missing } = progress;
      if ((copied + there + missing) % TOLD_EVERY === 0) console.log(inWords(progress));
    }
    console.log(inWords(last));
  } catch (error) {
    if (error instanceof ImageFailure) throw new UsageError(error.message);
    throw error;
  } finally {
    await Promise.all([disk.close(), s3.close(), decoders.close()]);
  }
}

function inWords({ copied, there, missing }: CopyProgress): string {
  const count = (number: number) => number.toLocaleString('en');
  return `Images: ${count(copied)} copied, ${count(there)} there already, ${count(missing)} without their file`;
}

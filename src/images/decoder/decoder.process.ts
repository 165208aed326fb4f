import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setPriority } from 'node:os';
import sharp from 'sharp';
import { ImageFailure } from '../image-failure';
import { convertImage } from './convert-image';
import type { Conversion, DecoderJob, DecoderReply, Inspection } from './decoder-messages';
import { inspectImage } from './inspect-image';

/*
 * The program of a decoder process: reads image files of strangers, so it has no environment and no network, does one
 * job after the other, and whoever started it kills it when one takes too long.
 */

/** Answers come first: decoding may use what the server leaves of the processor. */
const NICENESS = 5;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});

async function run(job: DecoderJob): Promise<Inspection | Conversion> {
  const file = readWhole(job.path);
  if (job.op === 'inspect') return inspectImage(sharp, file);
  const { data, width, height } = await convertImage(sharp, file, job.width, job.format);
  await writeNew(job.out, data);
  return { bytes: data.length, width, height };
}

/** Nobody else waits for this process, and to read at once is a fifth of the work of reading in turns. */
function readWhole(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

async function writeNew(path: string, data: Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o644);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function answer(job: DecoderJob): Promise<DecoderReply> {
  try {
    const ok = await run(job);
    return { ok, rssBytes: process.memoryUsage.rss() };
  } catch (error) {
    return { failure: describe(error), rssBytes: process.memoryUsage.rss() };
  }
}

function describe(error: unknown): { reason: ImageFailure['reason']; message: string } | { code: string } {
  if (error instanceof ImageFailure) return { reason: error.reason, message: error.message };
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code !== undefined) return { code };
  return { reason: 'undecodable', message: 'The image cannot be converted.' };
}

try {
  setPriority(NICENESS);
} catch {
  // Not everywhere allowed, nowhere needed.
}
process.on('message', (job: DecoderJob) => {
  void answer(job).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));

import { once } from 'node:events';
import type { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ArchiveFile } from '../export';

/** The time of every file: archives of the same dataset are the same bytes. */
const TIME = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 };

/** A zip of files, made as fast as it is read; zip64 where it needs to be. */
export function zipOf(files: AsyncIterable<ArchiveFile>): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as PassThrough;
  zip.on('error', (error: Error) => output.destroy(error));
  addAll(zip, files, output).catch((error: Error) => output.destroy(error));
  return output;
}

/** One after another: a file may tell of those before it, as a list of checksums does. */
async function addAll(zip: ZipFile, files: AsyncIterable<ArchiveFile>, output: PassThrough): Promise<void> {
  for await (const { name, content, isPacked = false } of files) {
    if (output.destroyed) return;
    assertPlain(name);
    const options = { ...TIME, compress: !isPacked };
    if (Buffer.isBuffer(content)) {
      zip.addBuffer(content, name, options);
      await drained(output);
    } else {
      const taken = once(content, 'end');
      zip.addReadStream(content, name, options);
      await Promise.race([taken, once(output, 'close')]);
    }
  }
  zip.end();
}

/** Waits while nobody takes what is there already. */
async function drained(output: PassThrough): Promise<void> {
  while (!output.destroyed && output.writableNeedDrain)
    await Promise.race([once(output, 'drain'), once(output, 'close')]);
}

/** Throws where a name would leave the folder that the archive is unpacked to, or means something else on some system. */
export function assertPlain(name: string): void {
  const isPlain = name.split('/').every((part) => /^[\w][\w .-]{0,199}$/.test(part) && !/[ .]$/.test(part));
  if (!isPlain) throw new Error(`not a name for a file of an archive: ${JSON.stringify(name.slice(0, 100))}`);
}

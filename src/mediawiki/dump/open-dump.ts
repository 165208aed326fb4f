import { spawn } from 'node:child_process';
import { constants, createReadStream } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { PassThrough, pipeline, Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../../problem/problem';

export type DumpFormat = 'xml' | 'gzip' | 'bzip2' | '7z';

const MAGIC: [DumpFormat, number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
];

/** Tells the packing by the first bytes, whatever the file is called. */
async function dumpFormatOf(path: string): Promise<DumpFormat> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(6);
    await handle.read(head, 0, 6, 0);
    return MAGIC.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte))?.[0] ?? 'xml';
  } finally {
    await handle.close();
  }
}

/**
 * The XML of a dump from byte `from` on, unpacked. A packed file that is cut short or broken makes it fail. `onBytes`
 * is told the bytes of the file itself where this process reads them; a program that unpacks reads by itself.
 */
export async function* openDump(path: string, from: number, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const format = await dumpFormatOf(path);
  if (format === 'xml') {
    for await (const chunk of createReadStream(path, { start: from, highWaterMark: 1 << 20 })) {
      onBytes((chunk as Buffer).length);
      yield chunk as Buffer;
    }
    return;
  }
  let left = from;
  for await (const chunk of await unpack(format, path, onBytes)) {
    const skipped = Math.min(left, (chunk as Buffer).length);
    left -= skipped;
    if (skipped < (chunk as Buffer).length) yield (chunk as Buffer).subarray(skipped);
  }
}

async function unpack(format: Exclude<DumpFormat, 'xml'>, path: string, onBytes: (count: number) => void) {
  if (format === '7z') return un7z(path);
  if (format === 'gzip') return gunzip(path, onBytes);
  // The program is several times as fast; the package serves where there is none.
  const program = await findProgram(['lbzip2', 'bzip2']);
  return program ? runProgram(program, ['-dc', path]) : bunzip2(path, onBytes);
}

/** The exports of an archive, one behind the other: titles lists and pictures lie beside them. */
async function un7z(path: string): Promise<Readable> {
  const program = await find7z();
  const members = await list7z(program, path);
  const exports = members.filter((name) => /\.xml$/i.test(name));
  if (exports.length === 0 && members.length > 1)
    throw new Problem('CONFLICT', 'This archive holds no .xml file, so no MediaWiki XML export. Nothing was changed.');
  return runProgram(program, ['x', '-so', '-bd', '-y', '-spd', '--', path, ...exports]);
}

async function list7z(program: string, path: string): Promise<string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of runProgram(program, ['l', '-slt', '-ba', '--', path])) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return [...text.matchAll(/^Path = (.*)$/gm)].map(([, name = '']) => name.trim());
}

function gunzip(path: string, onBytes: (count: number) => void): Readable {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // An error reaches the reader through the unpacker, which pipeline destroys with it.
  pipeline(countedFile(path, onBytes), gunzip, () => undefined);
  return gunzip;
}

/** Unpacks bzip2 in this process. */
export async function bunzip2(path: string, onBytes: (count: number) => void): Promise<Readable> {
  const { default: unbzip2 } = await import('unbzip2-stream');
  const unpacker = unbzip2();
  const output = new Readable().wrap(unpacker);
  const input = countedFile(path, onBytes);
  for (const stream of [input, unpacker]) stream.on('error', (error: Error) => output.destroy(error));
  input.pipe(unpacker);
  return output;
}

function countedFile(path: string, onBytes: (count: number) => void): Readable {
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), count, () => undefined);
  return count;
}

async function find7z(): Promise<string> {
  const installed = await findProgram(['7zz', '7z', '7za', '7zr']);
  if (installed) return installed;
  throw new Problem(
    'CONFLICT',
    'This dump is packed as 7z, and no 7-Zip program was found. Install one (Debian: apt-get install p7zip-full; macOS: brew install sevenzip), or unpack the dump and import the .xml file.',
  );
}

async function findProgram(names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    for (const dir of searchPath()) {
      const path = join(dir, name);
      const isThere = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return path;
    }
  }
  return null;
}

function searchPath(): string[] {
  const usual = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin'];
  return [...new Set([...usual, ...(delimiter === ';' ? ['C:\\Program Files\\7-Zip'] : [])])];
}

/** The output of a program as a stream that ends only when the program has ended well. */
function runProgram(program: string, args: string[]): Readable {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = new PassThrough({ highWaterMark: 1 << 20 });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString('utf8')}`.slice(-2000);
  });
  child.stdout.pipe(output, { end: false });
  child.on('error', (error) => output.destroy(error));
  // `close` comes after the last output: a program that dies in the middle also ends its output.
  child.on('close', (code, signal) => {
    if (code === 0) output.end();
    else output.destroy(new Error(words.trim().split('\n').pop() || `it ended with ${code ?? signal}`));
  });
  output.on('close', () => child.kill('SIGKILL'));
  return output;
}

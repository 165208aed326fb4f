import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RAW_DIR, TEXTS_DIR } from './native-manifest';
import { readChunks } from './read-chunks';
import { openRegular } from './regular-file';
import type { NativeManifest, SourceProblem, StatedFile } from './source-files';
import { LineSplitter } from './split-lines';

/** Compares the files of a native folder with what its manifest says of them: bytes, checksum, number of records. */
export async function verifyManifest(dir: string, manifest: NativeManifest): Promise<SourceProblem[]> {
  const problems: SourceProblem[] = [];
  let articles = 0;
  for (const file of manifest.files ?? []) articles += await verifyFile(dir, file, problems);
  for (const file of manifest.texts ?? []) await verifyFile(join(dir, TEXTS_DIR), file, problems);
  for (const file of manifest.raw ?? []) await verifyFile(join(dir, RAW_DIR), file, problems);
  if (manifest.files && manifest.articles !== null && manifest.articles !== articles) {
    const reason = `${articles} records in all, the manifest says ${manifest.articles}`;
    problems.push({ file: 'manifest.json', code: 'MANIFEST_DIFFERS', reason });
  }
  return problems;
}

/** Compares one file, and gives the number of its records. */
async function verifyFile(dir: string, { name, ...stated }: StatedFile, problems: SourceProblem[]): Promise<number> {
  const found = await factsOf(join(dir, name)).catch(() => null);
  const wrong = (reason: string) => problems.push({ file: name, code: 'MANIFEST_DIFFERS', reason });
  if (!found) {
    wrong('the file cannot be read');
    return 0;
  }
  if (stated.bytes !== null && stated.bytes !== found.bytes)
    wrong(`${found.bytes} bytes, the manifest says ${stated.bytes}`);
  if (stated.sha256 !== null && stated.sha256 !== found.sha256) wrong('the checksum differs from the manifest');
  if (stated.articles !== null && stated.articles !== found.articles) {
    wrong(`${found.articles} records, the manifest says ${stated.articles}`);
  }
  return found.articles;
}

async function factsOf(path: string): Promise<{ bytes: number; sha256: string; articles: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await openRegular(path);
  for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex'), articles: await countLines(path) };
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  const splitter = new LineSplitter(() => count++);
  for await (const chunk of readChunks(path, () => undefined)) splitter.push(chunk);
  splitter.finish();
  return count;
}

import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFile } from '../export';

/** A document as the compendium's database holds it. */
export interface FoundryDocument {
  key: string;
  value: object;
}

/** Less than LevelDB keeps in memory before it begins to write in the background, at a time of its own. */
const BATCH_CHARACTERS = 1_000_000;
/** What a database needs only while it is open. */
const NOT_PART = /^(LOCK|LOG(\.old)?)$/;

/**
 * The files of a compendium, a LevelDB, below `folder` of the archive. Documents must come in the order of their keys:
 * each batch becomes a table of its own before the next one begins, in bounded memory, and the same documents become
 * the same bytes.
 */
export async function* compendiumFiles(
  folder: string,
  scratch: string,
  documents: AsyncIterable<FoundryDocument>,
): AsyncGenerator<ArchiveFile> {
  const dir = join(scratch, 'compendium');
  await mkdir(dir, { recursive: true });
  await writeDatabase(dir, documents);
  for (const name of (await readdir(dir)).sort()) {
    if (!NOT_PART.test(name)) yield { name: `${folder}/${name}`, content: createReadStream(join(dir, name)) };
  }
}

async function writeDatabase(dir: string, documents: AsyncIterable<FoundryDocument>): Promise<void> {
  // Its native part is loaded where it is needed.
  const { ClassicLevel } = await import('classic-level');
  const database = new ClassicLevel<string, string>(dir, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
  await database.open();
  try {
    for await (const batch of batches(documents)) {
      await database.batch(batch);
      await database.compactRange(batch[0]!.key, batch.at(-1)!.key, {});
    }
  } finally {
    await database.close();
  }
}

async function* batches(documents: AsyncIterable<FoundryDocument>) {
  let batch: { type: 'put'; key: string; value: string }[] = [];
  let characters = 0;
  for await (const { key, value } of documents) {
    const json = JSON.stringify(value);
    batch.push({ type: 'put', key, value: json });
    characters += json.length;
    if (characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

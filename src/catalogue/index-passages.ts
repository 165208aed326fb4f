import type { Config } from '../config/config';
import type { Directory } from '../dataset/directory';
import { PassageIndexBuilder } from '../dataset/passages/passage-index-builder';
import { leadText, type ReadableText } from '../dataset/text-pack';
import { runInProcess } from '../processes/run-in-process';
import type { ArticleText } from '../universe/section';
import { PostgresRows, type PublishedRows } from './postgres-rows';

/** Writes the passages file of a dataset that Postgres holds and this machine does not. */
export type IndexPassages = (
  task: { universe: string; key: string; path: string },
  signal: AbortSignal,
) => Promise<void>;

/** Provided where passages are asked for. */
export const INDEX_PASSAGES = Symbol('IndexPassages');

/** What the process is told to do. */
export interface IndexTask {
  universe: string;
  key: string;
  path: string;
  database: Config['database'];
}

const HEAP_MB = 1024;
const TEXTS_AT_ONCE = 32;

/** Has `script` read the texts and write the file in a process of its own. */
export function indexInProcess(script: string, database: Config['database']): IndexPassages {
  return (task, signal) =>
    runInProcess<IndexTask, never, void>(
      script,
      { ...task, database },
      {
        heapMb: HEAP_MB,
        // What the embedded Postgres is started with.
        needsEnvironment: true,
        signal,
        killed: () => new Error('the process that indexes the texts was killed, perhaps for want of memory'),
      },
    );
}

/**
 * Reads the texts of a published dataset and writes the index of their passages, which answers as the one that was made
 * from the files does. Damaged texts are left out. Throws DatasetReplaced or Unreachable.
 */
export async function indexPublished(rows: PublishedRows, directory: Directory, path: string): Promise<void> {
  const source = new PostgresRows(directory, rows);
  const builder = new PassageIndexBuilder(path);
  try {
    for (let first = 0; first < directory.count; first += TEXTS_AT_ONCE) {
      const count = Math.min(TEXTS_AT_ONCE, directory.count - first);
      const ordinals = Array.from({ length: count }, (_, i) => first + i);
      const texts = await textsOf(source, directory, ordinals);
      texts.forEach((text, i) => text && builder.add(first + i, directory.title(first + i), wholeText(text)));
    }
    builder.finish(Uint32Array.from({ length: directory.count }, (_, ordinal) => ordinal));
  } finally {
    builder.close();
  }
}

async function textsOf(
  source: PostgresRows,
  directory: Directory,
  ordinals: readonly number[],
): Promise<(ReadableText | null)[]> {
  const own = ordinals.filter((ordinal) => directory.hasText(ordinal));
  const others = ordinals.filter((ordinal) => !directory.hasText(ordinal));
  const [texts, cards] = await Promise.all([source.texts(own), source.cards(others)]);
  const found = new Map<number, ReadableText | null>(own.map((ordinal, i) => [ordinal, texts[i] ?? null]));
  others.forEach((ordinal, i) => {
    const card = cards[i];
    if (card?.description) found.set(ordinal, leadText(card));
  });
  return ordinals.map((ordinal) => found.get(ordinal) ?? null);
}

function wholeText(text: ReadableText): ArticleText {
  const sections = text.sections.map(({ level, heading, anchor, start, end }, index) => {
    return { index, level, heading, anchor, text: text.read(start, end).toString('utf8') };
  });
  return { sections, gallery: [] };
}

import { readRecords, type NativePart, type RecordSink } from '../../file-cache/read-records';
import type { SourceFiles } from '../../file-cache/source-files';
import { splitNative } from '../../file-cache/split-native';
import type { BuildThreads, PartMaker } from './build-threads';
import { RowMaker, type MadeRows, type RowRules } from './row-maker';

const BATCH_BYTES = 1 << 19;
/** Parts that may be made before an earlier one is: what bounds the memory. */
const MOST_AHEAD = 4;

/**
 * Reads the file cache and hands out the rows of its records, in input order. Where it is all of the native form, and
 * not packed, in parts that are shared out between this thread and whoever helps.
 */
export async function makeRows(
  sources: SourceFiles,
  rules: RowRules,
  threads: Pick<BuildThreads, 'openHelper'>,
  take: (made: MadeRows) => void,
): Promise<void> {
  const maker = new RowMaker(rules);
  const parts = await partsOf(sources);
  if (parts === null) return makeInOrder(sources, maker, take);
  for (const problem of sources.problems) maker.reject({ ...problem, title: null });
  const helper = parts.length > 1 ? threads.openHelper?.(rules) : undefined;
  const makers = helper ? [maker, helper] : [maker];
  await shareOut(parts, makers, take);
}

/** The parts of a file cache that can be shared out, or null. */
async function partsOf({ native, categorised, perArticle }: SourceFiles): Promise<NativePart[] | null> {
  if (!native || categorised || perArticle.length > 0) return null;
  return splitNative(native.files);
}

async function makeInOrder(sources: SourceFiles, maker: RowMaker, take: (made: MadeRows) => void): Promise<void> {
  const sink: RecordSink = {
    record: (record) => {
      maker.record(record);
      if (maker.waiting >= BATCH_BYTES) take(maker.take());
    },
    reject: (rejection) => maker.reject(rejection),
    bytes: (count) => maker.bytes(count),
  };
  await readRecords(sources, sink);
  take(maker.take());
}

/** Has the parts made by whoever is free, and hands out what was made in the order of the parts. */
export async function shareOut(
  parts: readonly NativePart[],
  makers: readonly PartMaker[],
  take: (made: MadeRows) => void,
): Promise<void> {
  const waiting = new Map<number, MadeRows>();
  let begun = 0;
  let taken = 0;
  let hasFailed = false;
  let wake: () => void = () => undefined;
  let change = new Promise<void>((resolve) => (wake = resolve));
  const work = async (maker: PartMaker) => {
    while (begun < parts.length && !hasFailed) {
      if (begun - taken > MOST_AHEAD) {
        await change;
        continue;
      }
      const number = begun++;
      waiting.set(number, await maker.makePart(parts[number] as NativePart));
      for (let made = waiting.get(taken); made; made = waiting.get(taken)) {
        waiting.delete(taken++);
        take(made);
      }
      wake();
      change = new Promise((resolve) => (wake = resolve));
    }
  };
  const fail = (error: unknown) => {
    hasFailed = true;
    wake();
    throw error;
  };
  await Promise.all(makers.map((maker) => work(maker).catch(fail)));
}

import { readChunks } from './read-chunks';
import { LineSplitter } from './split-lines';

const MAX_LINE_BYTES = 8 << 20;

/** The lines of a file, unpacked where it is packed; empty ones are passed over, and one over the limit is null. */
export async function* readLines(
  path: string,
  onBytes: (bytes: number) => void = () => undefined,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<string | null, void, void> {
  let lines: (string | null)[] = [];
  const splitter = new LineSplitter((bytes, start, end) => {
    lines.push(bytes && bytes.toString('utf8', start, end));
  }, maxLineBytes);
  for await (const chunk of readChunks(path, onBytes)) {
    splitter.push(chunk);
    yield* lines;
    lines = [];
  }
  splitter.finish();
  yield* lines;
}

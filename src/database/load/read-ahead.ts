/**
 * Reads an iterable in the background up to so many bytes ahead, so that packing the directory goes on while the rows
 * are on their way. A failure of the source is thrown to whoever iterates; nothing is left unhandled if nobody does.
 */
export function readAhead(source: AsyncIterable<Buffer> | Iterable<Buffer>, maxBytes: number): AsyncIterable<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let ended = false;
  const failures: unknown[] = [];
  let changed: () => void = () => undefined;
  let change = new Promise<void>((resolve) => (changed = resolve));
  const signalChange = () => {
    changed();
    change = new Promise<void>((resolve) => (changed = resolve));
  };
  const fill = async () => {
    for await (const chunk of source) {
      chunks.push(chunk);
      bytes += chunk.length;
      signalChange();
      while (bytes >= maxBytes) await change;
    }
  };
  void fill()
    .catch((error: unknown) => failures.push(error))
    .finally(() => {
      ended = true;
      signalChange();
    });
  return (async function* () {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk) {
        bytes -= chunk.length;
        signalChange();
        yield chunk;
      } else if (ended) {
        if (failures.length > 0) throw failures[0];
        return;
      } else await change;
    }
  })();
}

/** Ascending numbers by list, as deltas in varints, with the offset at which each list begins. */
export interface PostingLists {
  offsets: Uint32Array;
  bytes: Uint8Array;
}

/**
 * Turns "which lists does document d stand in" into "which documents stand in list l". `eachPair` is called twice and
 * visits the same pairs each time, documents ascending; a pair may come several times.
 */
export function buildPostingLists(
  lists: number,
  eachPair: (visit: (list: number, document: number) => void) => void,
): PostingLists {
  const starts = new Uint32Array(lists + 1);
  eachPair((list) => starts[list + 1]!++);
  for (let list = 0; list < lists; list++) starts[list + 1]! += starts[list]!;
  const next = starts.slice();
  const documents = new Uint32Array(starts[lists]!);
  eachPair((list, document) => (documents[next[list]!++] = document));
  const offsets = new Uint32Array(lists + 1);
  const sink = new VarintSink();
  for (let list = 0; list < lists; list++) {
    let last = -1;
    for (let at = starts[list]!; at < starts[list + 1]!; at++) {
      const document = documents[at]!;
      if (document === last) continue;
      sink.push(document - last - 1);
      last = document;
    }
    offsets[list + 1] = sink.length;
  }
  return { offsets, bytes: sink.view() };
}

/** Calls `visit` with each number between two offsets of the bytes, ascending. */
export function eachPosting(bytes: Uint8Array, start: number, end: number, visit: (document: number) => void): void {
  let document = -1;
  for (let at = start; at < end;) {
    let byte = bytes[at++]!;
    let delta = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[at++]!;
      delta |= (byte & 0x7f) << shift;
    }
    document += delta + 1;
    visit(document);
  }
}

/** A growing run of bytes that varints are appended to. */
class VarintSink {
  private bytes = new Uint8Array(1 << 10);
  length = 0;

  push(value: number): void {
    if (this.length + 5 > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    for (; value > 0x7f; value >>>= 7) this.bytes[this.length++] = (value & 0x7f) | 0x80;
    this.bytes[this.length++] = value;
  }

  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/**
 * Numbers sorted by the bytes between their offsets. The first bytes and the number make one float, which sorts
 * natively and ten times as fast as strings do; only runs that share their first bytes are compared.
 */
export function sortedByBytes(
  data: Buffer,
  offsets: Uint32Array,
  count: number,
  compareEqual: (a: number, b: number) => number = (a, b) => a - b,
): Uint32Array {
  const numbers = 2 ** Math.ceil(Math.log2(count + 1));
  const headBytes = Math.floor((53 - Math.log2(numbers)) / 8);
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = headOf(data, offsets[i] ?? 0, offsets[i + 1] ?? 0, headBytes) * numbers + i;
  }
  keys.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = (keys[i] ?? 0) % numbers;
  const compare = (a: number, b: number) => compareBytes(data, offsets, a, b) || compareEqual(a, b);
  for (let start = 0; start < count;) {
    const head = Math.floor((keys[start] ?? 0) / numbers);
    let end = start + 1;
    while (end < count && Math.floor((keys[end] ?? 0) / numbers) === head) end++;
    if (end - start > 1) order.subarray(start, end).sort(compare);
    start = end;
  }
  return order;
}

function headOf(data: Buffer, start: number, end: number, bytes: number): number {
  let head = 0;
  for (let i = start; i < start + bytes; i++) head = head * 256 + (i < end ? (data[i] ?? 0) : 0);
  return head;
}

/** Compares two texts as UTF-8, which is by code point. */
export function compareBytes(data: Buffer, offsets: Uint32Array, a: number, b: number): number {
  let at = offsets[a] ?? 0;
  let other = offsets[b] ?? 0;
  const end = offsets[a + 1] ?? 0;
  const otherEnd = offsets[b + 1] ?? 0;
  for (; at < end && other < otherEnd; at++, other++) {
    if (data[at] !== data[other]) return (data[at] ?? 0) - (data[other] ?? 0);
  }
  return end - at - (otherEnd - other);
}

/** Whether a part stands in the bytes from `start` to `end`; as `Buffer.includes`, without making a view of each word. */
export function containsBytes(data: Uint8Array, start: number, end: number, part: Uint8Array): boolean {
  for (let at = start; at + part.length <= end; at++) {
    let same = 0;
    while (same < part.length && data[at + same] === part[same]) same++;
    if (same === part.length) return true;
  }
  return false;
}

/** FNV-1a over the UTF-16 units of a title key. */
export function hashKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * An open-addressing table from title keys to entries: the articles in ordinal order, then the redirects.
 * A slot holds entry + 1, 0 is free; entries of equal keys lie in probe order, titles before redirects.
 */
export function buildTitleTable(entries: number, keyOf: (entry: number) => string): Uint32Array {
  let size = 16;
  while (size < entries * 2) size *= 2;
  const table = new Uint32Array(size);
  for (let entry = 0; entry < entries; entry++) {
    let slot = hashKey(keyOf(entry)) & (size - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
    table[slot] = entry + 1;
  }
  return table;
}

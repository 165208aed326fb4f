import type { Directory } from '../../../dataset/directory';
import type { StringTable } from '../../../dataset/section-file';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const SPACE = 0x20;
/** Room for the backslashes before quotes. */
const SLACK = 4096;

const TABLES = new WeakMap<Directory, StringTable>();

function titlesOf(directory: Directory): StringTable {
  let table = TABLES.get(directory);
  if (!table) {
    table = directory.sections.strings('title');
    TABLES.set(directory, table);
  }
  return table;
}

/**
 * The titles of some articles as a JSON array, in UTF-8. Copies the bytes as they lie in the directory, for lists have
 * thousands of titles.
 */
export function titlesJson(directory: Directory, ordinals: ArrayLike<number>): Buffer {
  const { offsets, data } = titlesOf(directory);
  let size = 2 + SLACK;
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i] ?? 0;
    size += (offsets[ordinal + 1] ?? 0) - (offsets[ordinal] ?? 0) + 3;
  }
  const out = Buffer.allocUnsafe(size);
  out[0] = 0x5b;
  let at = 1;
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i] ?? 0;
    const end = offsets[ordinal + 1] ?? 0;
    if (i > 0) out[at++] = COMMA;
    out[at++] = QUOTE;
    for (let from = offsets[ordinal] ?? 0; from < end; from++) {
      const byte = data[from] ?? 0;
      if (byte < SPACE) return escapedTitlesJson(directory, ordinals);
      if (byte === QUOTE || byte === BACKSLASH) out[at++] = BACKSLASH;
      out[at++] = byte;
    }
    out[at++] = QUOTE;
  }
  out[at++] = 0x5d;
  return at > out.length ? escapedTitlesJson(directory, ordinals) : out.subarray(0, at);
}

/** The slower way, for lists with control characters or very many quotes. */
function escapedTitlesJson(directory: Directory, ordinals: ArrayLike<number>): Buffer {
  return Buffer.from(JSON.stringify(Array.from(ordinals, (ordinal) => directory.title(ordinal))));
}

/** A JSON object whose last member is already JSON. */
export function withRawMember(members: object, name: string, raw: Buffer): Buffer {
  const head = JSON.stringify(members).slice(0, -1);
  const separator = head === '{' ? '' : ',';
  return Buffer.concat([Buffer.from(`${head}${separator}${JSON.stringify(name)}:`), raw, Buffer.from('}')]);
}

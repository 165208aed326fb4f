import { fold } from '../../universe/fold';

/** Of the hash FNV-1a in 32 bits. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const DROPPED = 0;
const SPACE = 1;
/** By ASCII code: what `fold` makes of it. */
const FOLDED = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[\s_]/.test(char)) FOLDED[code] = SPACE;
  else FOLDED[code] = /['`-]/.test(char) ? DROPPED : char.toLowerCase().charCodeAt(0);
}

/**
 * Two hashes of a folded text, without making the folded text where it is ASCII. The object is the same at every
 * call; `length` is 0 where the text folds to nothing.
 */
export function foldedHash(text: string): Readonly<FoldedHash> {
  result.hash = OFFSET_BASIS;
  result.check = 0;
  result.length = 0;
  if (!addAscii(text)) {
    result.hash = OFFSET_BASIS;
    result.check = result.length = 0;
    const folded = fold(text);
    for (let i = 0; i < folded.length; i++) addUnit(folded.charCodeAt(i));
  }
  result.hash >>>= 0;
  result.check >>>= 0;
  return result;
}

/** `foldedHash` of a text in UTF-8. */
export function foldedHashOfBytes(bytes: Buffer, start: number, end: number): Readonly<FoldedHash> {
  // As `addUnit`, in variables: millions of texts come by here.
  let hash = OFFSET_BASIS;
  let check = 0;
  let length = 0;
  let space = false;
  for (let i = start; i < end; i++) {
    const code = bytes[i]!;
    if (code < 2 || code > 0x7f) return foldedHash(bytes.toString('utf8', start, end));
    const folded = FOLDED[code]!;
    if (folded === SPACE) space = length > 0;
    else if (folded !== DROPPED) {
      if (space) {
        hash = Math.imul(hash ^ 0x20, PRIME);
        check = (Math.imul(check, 31) + 0x20) | 0;
        length++;
        space = false;
      }
      hash = Math.imul(hash ^ folded, PRIME);
      check = (Math.imul(check, 31) + folded) | 0;
      length++;
    }
  }
  result.hash = hash >>> 0;
  result.check = check >>> 0;
  result.length = length;
  return result;
}

export interface FoldedHash {
  hash: number;
  check: number;
  length: number;
}

const result: FoldedHash = { hash: 0, check: 0, length: 0 };

function addAscii(text: string): boolean {
  let space = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 2 || code > 0x7f) return false;
    const folded = FOLDED[code] ?? 0;
    if (folded === SPACE) space = result.length > 0;
    else if (folded !== DROPPED) {
      if (space) addUnit(0x20);
      space = false;
      addUnit(folded);
    }
  }
  return true;
}

function addUnit(unit: number): void {
  result.hash = Math.imul(result.hash ^ unit, PRIME);
  result.check = (Math.imul(result.check, 31) + unit) | 0;
  result.length++;
}

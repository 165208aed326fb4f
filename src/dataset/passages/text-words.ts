import { fold, wordsOf } from '../../universe/fold';

/** A word of a text as the index knows it: two hashes of its stem. They are told apart by both together. */
export interface WordSink {
  /** `start` and `end`: bytes of the text. */
  word(high: number, low: number, start: number, end: number): void;
}

const SEED_HIGH = 0x811c9dc5;
const SEED_LOW = 0x9747b28c;
const PRIME_HIGH = 0x01000193;
const PRIME_LOW = 0x85ebca6b;
/** Longer words say nothing: addresses, codes, lines of one letter. */
const MAX_WORD_BYTES = 64;

const [SPACE, OPENING_PARENTHESIS, CLOSING_PARENTHESIS, CLOSING_BRACKET] = [0x20, 0x28, 0x29, 0x5d];
const KIND = new Uint8Array(256);
const LETTER = 1;
const DIGIT = 2;
const APOSTROPHE = 3;
const HYPHEN = 4;
const WIDE = 5;
for (let code = 0; code < 256; code++) {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) KIND[code] = LETTER;
  else if (code >= 48 && code <= 57) KIND[code] = DIGIT;
  else if (code === 39) KIND[code] = APOSTROPHE;
  else if (code === 45) KIND[code] = HYPHEN;
  else if (code >= 128) KIND[code] = WIDE;
}

const scratch = new Uint8Array(4 * MAX_WORD_BYTES);

/**
 * Gives every word of a text that says something, stemmed. Words are runs of letters and digits, folded as names are;
 * of a compound with a hyphen its parts and the whole. Works on bytes, as most texts are ASCII and long.
 */
export function eachWord(text: Uint8Array, sink: WordSink, from = 0, to = text.length): void {
  let at = from;
  let compoundStart = -1;
  let compoundLength = 0;
  while (at < to) {
    const code = text[at]!;
    const kind = KIND[code]!;
    if (kind !== LETTER && kind !== DIGIT && kind !== WIDE) {
      at = code === CLOSING_BRACKET ? behindTarget(text, at, to) : at + 1;
      continue;
    }
    const start = at;
    let length = 0;
    let wide = kind === WIDE;
    for (; at < to; at++) {
      const code = text[at]!;
      const next = KIND[code]!;
      if (next === WIDE) wide = true;
      else if (next === APOSTROPHE) {
        // Within a word it joins: Twi'lek, Luke's.
        if (at + 1 >= to || KIND[text[at + 1]!] !== LETTER) break;
        continue;
      } else if (next !== LETTER && next !== DIGIT) break;
      if (length < MAX_WORD_BYTES) scratch[length] = code >= 65 && code <= 90 ? code + 32 : code;
      length++;
    }
    if (wide) {
      wideWords(text, start, at, sink);
      compoundStart = -1;
      continue;
    }
    if (length > MAX_WORD_BYTES) {
      compoundStart = -1;
      continue;
    }
    const hasPossessive = at - start > 2 && text[at - 2] === 39 && (text[at - 1]! | 32) === 115;
    emit(hasPossessive ? length - 1 : length, start, at, sink);
    const isJoined = compoundStart >= 0 && text[start - 1] === 45 && compoundLength + length <= MAX_WORD_BYTES;
    if (isJoined) {
      compoundLength = joined(text, compoundStart, at);
      emit(compoundLength, compoundStart, at, sink);
    } else {
      compoundStart = start;
      compoundLength = length;
    }
    if (at >= to || text[at] !== 45) compoundStart = -1;
  }
}

/** Where the address of a link ends, which says nothing that its label does not; behind the bracket where there is none. */
function behindTarget(text: Uint8Array, bracket: number, to: number): number {
  if (text[bracket + 1] !== OPENING_PARENTHESIS) return bracket + 1;
  for (let at = bracket + 2; at < to; at++) {
    const code = text[at]!;
    if (code === CLOSING_PARENTHESIS) return at + 1;
    // What no address contains; so nothing is gone through twice.
    if (code <= SPACE || code === CLOSING_BRACKET || code === OPENING_PARENTHESIS) break;
  }
  return bracket + 1;
}

/** Writes the letters of a compound without its hyphens. */
function joined(text: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end && length < scratch.length; at++) {
    const code = text[at]!;
    if (KIND[code] === LETTER || KIND[code] === DIGIT) scratch[length++] = code >= 65 && code <= 90 ? code + 32 : code;
  }
  return length;
}

/** Words with letters beyond ASCII take the folding of names. */
function wideWords(text: Uint8Array, start: number, end: number, sink: WordSink): void {
  if (end - start > 40 * MAX_WORD_BYTES) {
    // Scripts without spaces have no end of a word; what is longer still is taken in pieces.
    const middle = start + 40 * MAX_WORD_BYTES;
    let cut = middle;
    while ((text[cut]! & 0xc0) === 0x80) cut--;
    wideWords(text, start, cut, sink);
    return wideWords(text, cut, end, sink);
  }
  const run = Buffer.from(text.buffer, text.byteOffset + start, end - start).toString('utf8');
  // Dashes part words, which the folding of names joins.
  for (const word of wordsOf(fold(run.replace(/[’‘ʼ]s(?![\p{L}\p{N}])/gu, '').replace(/[‒–—−]/g, ' ')))) {
    for (const piece of SPACELESS.test(word) ? pairs(word) : [word]) {
      const bytes = Buffer.from(piece);
      if (bytes.length > scratch.length) continue;
      scratch.set(bytes);
      emit(bytes.length, start, end, sink);
    }
  }
}

/** Scripts that are written without spaces: every two characters that stand side by side count as a word. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

function pairs(word: string): string[] {
  const characters = [...word];
  if (characters.length < 3) return [word];
  return characters.slice(1).map((character, i) => characters[i]! + character);
}

/** Gives the word that stands in `scratch`, unless it says nothing. */
function emit(length: number, start: number, end: number, sink: WordSink): void {
  const stem = stemOf(length);
  const { high, low } = hashOf(stem);
  if (STOP_WORDS.has(high)) return;
  // Only as it is written: `found` is a form of `find`, and `founded` is not.
  const base = length - stem <= 1 ? IRREGULAR.get(high) : undefined;
  sink.word(base?.high ?? high, base?.low ?? low, start, end);
}

/** Of the first letters in `scratch`. One object is given again and again. */
function hashOf(length: number): WordHash {
  let high = SEED_HIGH;
  let low = SEED_LOW;
  for (let i = 0; i < length; i++) {
    const code = scratch[i]!;
    high = Math.imul(high ^ code, PRIME_HIGH);
    low = Math.imul(low ^ code, PRIME_LOW);
    low ^= low >>> 15;
  }
  hash.high = high >>> 0;
  hash.low = low >>> 0;
  return hash;
}

const hash: WordHash = { high: 0, low: 0 };

/**
 * Shortens an English word in `scratch` to what its forms have in common: `battles` and `battle`, `destroyed`,
 * `destroying` and `destroys`. Words that are no longer than three letters, and those with digits, stay.
 */
function stemOf(length: number): number {
  if (length < 4) return length;
  const last = (back: number) => scratch[length - back];
  if (last(1) === S && last(2) !== S && last(2) !== U && last(2) !== I) {
    if (last(2) === E && last(3) === I && length > 4) {
      scratch[length - 3] = Y;
      return length - 2;
    }
    length--;
  } else if (length >= 6 && last(3) === I && last(2) === N && last(1) === G) length = undoubled(length - 3);
  else if (length >= 5 && last(2) === E && last(1) === D) {
    if (last(3) === I) {
      scratch[length - 3] = Y;
      return length - 2;
    }
    length = undoubled(length - 2);
  }
  if (length > 3 && scratch[length - 1] === E) length--;
  // Who does a thing: `speaker` and `speak`, but not `master` and `mast`.
  const isDoer = length >= 7 && scratch[length - 1] === R && (scratch[length - 2] === E || scratch[length - 2] === O);
  return isDoer ? length - 2 : length;
}

const [D, E, G, I, L, N, O, R, S, U, Y, Z] = [...'degilnorsuyz'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** `planned` -> `plan`, but `called` -> `call`. */
function undoubled(length: number): number {
  const code = scratch[length - 1];
  const isDouble = length > 3 && code === scratch[length - 2];
  return isDouble && code !== L && code !== S && code !== Z && code !== E ? length - 1 : length;
}

/** English words that every text is full of, and those that questions are made of. */
const STOP_WORDS: ReadonlySet<number> = hashesOf(
  `a an the and or but nor of in on at to from by for with without into onto upon over under as is are was were be been
being am do does did done have has had having it its itself he him his himself she her hers herself they them their
theirs themselves we us our ours you your yours i me my mine this that these those there here then than so such not no
if when where which who whom whose what why how while because about also can could will would shall should may might
must very just only own same too s t d ll re ve m o tell please explain describe know happen happened happens`,
);

function hashesOf(words: string): ReadonlySet<number> {
  return new Set(words.split(/\s+/).map((word) => hashOfWord(word).high));
}

function hashOfWord(word: string): WordHash {
  scratch.set(Buffer.from(word));
  return { ...hashOf(stemOf(word.length)) };
}

/** Forms of English words that no ending tells: each with the word that they are forms of in front. */
const IRREGULAR: ReadonlyMap<number, WordHash> = formsOf(
  `beat beaten; become became; begin began begun; bite bit bitten; blow blew blown; break broke broken;
bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; come came; creep crept; deal dealt;
dig dug; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed;
feel felt; fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten;
forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hang hung;
hear heard; hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lead led; learn learnt; lend lent;
lie lay lain; light lit; lose lost; make made; mean meant; meet met; pay paid; ride rode ridden; rise rose risen;
run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook shaken; shine shone; shoot shot; show shown;
shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; slay slew slain; sleep slept; speak spoke spoken; spend spent;
spin spun; stand stood; steal stole stolen; stick stuck; strike struck stricken; swear swore sworn; sweep swept;
swim swam swum; swing swung; take took taken; teach taught; tear tore torn; think thought; throw threw thrown;
understand understood; wake woke woken; wear wore worn; weave wove woven; weep wept; win won; write wrote written;
child children; foot feet; goose geese; man men; mouse mice; tooth teeth; woman women;
elves elf; halves half; knives knife; lives life; thieves thief; wolves wolf`,
);

function formsOf(list: string): ReadonlyMap<number, WordHash> {
  const bases = new Map<number, WordHash>();
  for (const words of list.split(';')) {
    const [base = '', ...forms] = words.trim().split(/\s+/);
    for (const form of forms) bases.set(hashOfWord(form).high, hashOfWord(base));
  }
  return bases;
}

/** A word by its two hashes. */
export interface WordHash {
  high: number;
  low: number;
}

/** A word as a key of maps and sets. */
export function wordKey({ high, low }: WordHash): string {
  return `${high}.${low}`;
}

/** The words of a query, each once, in their order. */
export function wordsOfQuery(query: string): WordHash[] {
  const words = new Map<string, WordHash>();
  eachWord(Buffer.from(query), { word: (high, low) => words.set(wordKey({ high, low }), { high, low }) });
  return [...words.values()];
}

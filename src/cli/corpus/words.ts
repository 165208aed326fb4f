import { scramble } from './chance';

const ONSETS = 'b br c ch d dr f g gr h j k kr l m n p r s sh sk st t th tr v w x y z'.split(' ');
const VOWELS = 'a e i o u'.split(' ');
const CODAS = ['', '', '', 'n', 'r', 's', 'l', 'th', 'm', 'x'];
const SYLLABLES = ONSETS.length * VOWELS.length;

/**
 * Invented words by number, each different from all others, also without regard to accents, apostrophes and hyphens.
 * Which word a number gets depends on the seed.
 */
export class Words {
  private readonly syllables: number;
  private readonly range: number;
  private readonly offset: number;
  private readonly step: number;

  constructor(
    count: number,
    private readonly seed: number,
  ) {
    this.syllables = Math.max(2, Math.ceil(Math.log(count + 1) / Math.log(SYLLABLES)));
    this.range = SYLLABLES ** this.syllables;
    this.offset = scramble(seed) % this.range;
    this.step = coprimeNear(Math.floor(this.range * 0.6180339887), this.range);
  }

  /** The word of a number below `count`, with a capital. */
  at(number: number): string {
    let rest = (Number((BigInt(number) * BigInt(this.step)) % BigInt(this.range)) + this.offset) % this.range;
    const look = scramble(this.seed ^ scramble(number));
    let word = '';
    for (let i = 0; i < this.syllables; i++) {
      const syllable = rest % SYLLABLES;
      rest = Math.floor(rest / SYLLABLES);
      word +=
        joint(look, i) +
        (ONSETS[Math.floor(syllable / VOWELS.length)] ?? '') +
        (VOWELS[syllable % VOWELS.length] ?? '');
    }
    word += CODAS[(look >>> 8) % CODAS.length] ?? '';
    return word.charAt(0).toUpperCase() + accented(word.slice(1), look);
  }
}

/** One word in sixteen has an apostrophe or a hyphen between its first syllables. */
function joint(look: number, syllable: number): string {
  if (syllable !== 1) return '';
  const kind = (look >>> 16) % 32;
  return kind === 0 ? "'" : kind === 1 ? '-' : '';
}

/** One word in twenty has an accent. */
function accented(word: string, look: number): string {
  if ((look >>> 20) % 20 !== 0) return word;
  return word.replace(/[aeou]/, (vowel) => ({ a: 'á', e: 'é', o: 'ö', u: 'ü' })[vowel] ?? vowel);
}

function coprimeNear(start: number, range: number): number {
  let step = Math.max(1, start);
  while (gcd(step, range) !== 1) step++;
  return step;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

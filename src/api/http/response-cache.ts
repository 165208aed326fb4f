import { LRUCache } from 'lru-cache';
import type { Encoding } from './encodings';

/** Names and values in turn, as `writeHead` takes them. */
export type HeaderPairs = readonly string[];

/** A finished answer, ready to be sent again while its dataset and images stay as they are. */
export interface KeptAnswer {
  route: string;
  /** As the request named it; undefined: the default universe. */
  universe: string | undefined;
  datasetKey: string;
  imageRevision: number | string;
  /** Its own headers: neither common to all answers, nor different by request or encoding. */
  headers: HeaderPairs;
  bodies: Partial<Record<Encoding, KeptBody>>;
}

/** By the encoding that was asked for; a small body is sent as it is to whoever takes brotli, too. */
export interface KeptBody {
  /** A string where it is not packed: Node sends it together with the head. */
  content: Buffer | string;
  /** null where the next one differs. */
  etag: string | null;
  /** The headers that describe it. */
  headers: HeaderPairs;
}

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** Longer strings are kept as bytes, which need not be encoded each time. */
const MAX_TEXT = 4 * 1024;
/** What an entry costs beside its bodies. */
const ENTRY_BYTES = 2048;
/** Addresses that are remembered as asked for once, in characters all together. */
const MAX_ADDRESS_CHARACTERS = 512 * 1024;

/**
 * Finished answers by key (address as it came, and form), within a bounded number of bytes. An answer is kept when it
 * is asked for again: most are asked for once, and would only drive out the others and keep the garbage collector busy.
 */
export class ResponseCache {
  hits = 0;
  misses = 0;
  private readonly answers: LRUCache<string, KeptAnswer>;
  private readonly askedOnce = new LRUCache<string, true>({
    maxSize: MAX_ADDRESS_CHARACTERS,
    sizeCalculation: (_, address) => address.length + 1,
  });
  private readonly keys = new Map<string, string>();

  constructor(maxBytes = MAX_BYTES) {
    this.answers = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.min(MAX_ANSWER_BYTES, maxBytes),
      sizeCalculation: sizeOf,
    });
  }

  find(key: string): KeptAnswer | undefined {
    return this.answers.get(key);
  }

  /** Keeps one encoding of an answer that is asked for again, beside the encodings that are kept already. */
  keep(key: string, answer: Omit<KeptAnswer, 'bodies'>, asked: Encoding, body: KeptBody): void {
    this.dropOlder(answer);
    if (!this.askedOnce.has(key)) {
      this.askedOnce.set(key, true);
      return;
    }
    const kept = this.answers.peek(key);
    const isSame = kept?.datasetKey === answer.datasetKey && kept.imageRevision === answer.imageRevision;
    this.answers.set(key, {
      ...answer,
      bodies: { ...(isSame ? kept.bodies : {}), [asked]: { ...body, content: toKeep(body.content) } },
    });
  }

  drop(key: string): void {
    this.answers.delete(key);
  }

  /** Share of requests for data that were answered from here; null before the first. */
  get hitRate(): number | null {
    const asked = this.hits + this.misses;
    return asked === 0 ? null : this.hits / asked;
  }

  get bytes(): number {
    return this.answers.calculatedSize;
  }

  /** The first answer of a new dataset shows that those of the one before it are of no more use. */
  private dropOlder(answer: Omit<KeptAnswer, 'bodies'>): void {
    const universe = answer.universe ?? '';
    const before = this.keys.get(universe);
    if (before === answer.datasetKey) return;
    this.keys.set(universe, answer.datasetKey);
    if (before === undefined) return;
    for (const [key, kept] of this.answers.entries()) {
      if (kept.universe === answer.universe && kept.datasetKey !== answer.datasetKey) this.answers.delete(key);
    }
  }
}

/** A body as it is kept: in memory of its own, for what packs it takes more than it fills. */
function toKeep(content: Buffer | string): Buffer | string {
  if (typeof content === 'string') return content.length > MAX_TEXT ? Buffer.from(content) : content;
  const own = Buffer.alloc(content.length);
  content.copy(own);
  return own;
}

function sizeOf(answer: KeptAnswer, address: string): number {
  const bodies = Object.values(answer.bodies).map(({ content }) => content.length);
  return ENTRY_BYTES + address.length * 2 + bodies.reduce((sum, bytes) => sum + bytes, 0);
}

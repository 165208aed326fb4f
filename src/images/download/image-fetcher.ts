import type { EgressClient, EgressStream } from '../../egress/egress-client';
import { retryAfterMs } from '../../egress/retry-after';
import { SharedWork } from '../../event-loop/shared-work';
import { versionedAddress } from '../../universe/picture-address';
import type { DecoderPool } from '../decoder/decoder-pool';
import { ImageFailure, isStorageTrouble } from '../image-failure';
import { toImageFailure } from '../to-image-failure';
import { SNIFF_BYTES, sniffFormat } from '../image-format';
import { hashOf, type ImageKind, type StoredImage, type Validators } from '../index/image-record';
import type { ImageStore } from '../store/image-store';

export interface ImageFetcherOptions {
  egress: EgressClient;
  store: ImageStore;
  decoders: Pick<DecoderPool, 'inspect'>;
  /** For one image, redirects included. */
  deadlineMs?: number;
  maxBytes?: number;
  now?: () => number;
}

export interface FetchOptions {
  /** Set: what is stored is asked for anew, with these; else it is the answer. */
  renewal?: Validators;
  /** Which version of the file is wanted, where the wiki says. */
  revision?: string | undefined;
  signal?: AbortSignal;
}

const IMAGE_MAX_BYTES = 16 * 1024 * 1024;
const ACCEPT = 'image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8';

/** Brings one image from its host to the store: received, decoded whole, published. One flight an image at a time. */
export class ImageFetcher {
  private readonly flights = new SharedWork<StoredImage | null>();

  constructor(private readonly options: ImageFetcherOptions) {}

  /**
   * The stored image; null where a renewal was asked for and the host says that nothing changed.
   * Everybody who asks while it is under way gets the same answer. Throws ImageFailure.
   */
  async fetch(url: string, kind: ImageKind, options: FetchOptions = {}): Promise<StoredImage | null> {
    return this.flights.run(hashOf(url), async () => {
      // A flight may have ended between the caller's look at the store and now.
      const stored = options.renewal ? null : this.options.store.meta(url);
      if (stored) return stored;
      try {
        return await this.bring(url, kind, options);
      } catch (error) {
        const failure = toImageFailure(error);
        if (isStorageTrouble(failure)) this.options.store.watch.report(failure);
        throw failure;
      }
    });
  }

  private async bring(url: string, kind: ImageKind, { renewal = {}, revision, signal }: FetchOptions) {
    const { egress, store, decoders } = this.options;
    await store.ready();
    await store.assertRoom();
    const versioned = revision === undefined ? null : versionedAddress(url, revision);
    const answer = await egress.stream(versioned ?? url, {
      headers: { accept: ACCEPT, 'accept-encoding': 'identity', ...conditions(renewal) },
      encodings: ['gzip'],
      deadlineMs: this.options.deadlineMs ?? 30_000,
      maxBytes: this.options.maxBytes ?? IMAGE_MAX_BYTES,
      signal,
    });
    // 203: a proxy on the way has changed something, and says so.
    if (answer.status !== 200 && answer.status !== 203) {
      answer.discard();
      if (answer.status === 304 && hasAny(renewal)) return null;
      throw this.statusFailure(answer);
    }
    const draft = await store.storage.receive(imageBytes(answer.body));
    try {
      const inspection = await decoders.inspect(draft);
      const { etag, 'last-modified': lastModified } = answer.headers;
      return await store.publish(url, draft, inspection, kind, { etag, lastModified, revision });
    } catch (error) {
      await store.storage.discard(draft);
      throw error;
    }
  }

  private statusFailure({ status, headers }: EgressStream): ImageFailure {
    const wait = retryAfterMs(headers['retry-after'], (this.options.now ?? Date.now)());
    if (status === 404 || status === 410)
      return new ImageFailure('not_found', 'The host has no such image.', { status });
    if (status === 429 || (status === 503 && wait !== null)) {
      return new ImageFailure('asked_to_wait', 'The host asks to wait.', { status, retryAfterMs: wait });
    }
    if (status >= 500 || status === 408) {
      return new ImageFailure('upstream_error', `The host answered with status ${status}.`, { status });
    }
    const reason = status >= 400 ? 'refused' : 'bad_answer';
    return new ImageFailure(reason, `The host answered with status ${status}.`, { status });
  }
}

/** The bytes of a body; what does not begin like an image is refused at its first ones. */
async function* imageBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head) head = Buffer.concat([head, chunk]);
    if (head && head.length < SNIFF_BYTES) continue;
    if (head) assertImage(head);
    yield head ?? chunk;
    head = null;
  }
  // A body that ends within its first bytes is no image; the check says so.
  if (head) assertImage(head.subarray(0, 0));
}

function assertImage(head: Buffer): void {
  if (!sniffFormat(head)) throw new ImageFailure('not_an_image', 'This is not a JPEG, PNG, WebP, GIF or AVIF image.');
}

function hasAny({ etag, lastModified }: Validators): boolean {
  return etag !== undefined || lastModified !== undefined;
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

import type { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { EgressError } from '../../egress/egress-error';
import { isOwnVia, type EgressClient } from '../../egress/egress-client';
import { SharedWork } from '../../event-loop/shared-work';
import { matchesEtag } from '../../params/matches-etag';
import type { DecoderPool } from '../decoder/decoder-pool';
import { ImageFailure, isStorageTrouble } from '../image-failure';
import { mimeType } from '../image-format';
import { toImageFailure } from '../to-image-failure';
import { originalName, type StoredImage } from '../index/image-record';
import { variantName, type VariantSpec, type VariantWidth } from '../storage/variant-name';
import { chooseVariant, type VariantWish } from './choose-variant';
import { imageHeaders, problemOf, type ImageAnswer } from './image-answer';
import { OriginalSource, type Original, type OriginalSourceOptions } from './original-source';

export interface ImageQuery extends VariantWish {
  /** As the caller wrote it, decoded once. */
  url: string;
  ifNoneMatch?: string | undefined;
  /** The request's Via header: one of our own is a loop. */
  via?: string | undefined;
}

export interface ImageProxyOptions extends OriginalSourceOptions {
  egress: Pick<EgressClient, 'check'>;
  decoders: Pick<DecoderPool, 'convert'>;
  /** What our own requests carry as Via. */
  via: string;
  /** Memory for the files asked for most. */
  hotBytes?: number;
}

interface Content {
  body: Buffer | Readable;
  bytes: number;
  /** It was made for this request. */
  isNew: boolean;
}

/** At a time, and how many more may wait. */
const CONVERSIONS = 16;
const MAX_WAITING = 256;
/** Larger files are streamed, not kept in memory. */
const MAX_HOT_FILE = 1024 * 1024;

/** Answers for images: stored ones at once, others fetched, made smaller and stored on the way. */
export class ImageProxy {
  private readonly originals: OriginalSource;
  private readonly hot: LRUCache<string, Buffer>;
  private readonly conversions = new SharedWork<void>();
  private readonly slots = pLimit(CONVERSIONS);

  constructor(private readonly options: ImageProxyOptions) {
    this.originals = new OriginalSource(options);
    this.hot = new LRUCache({
      maxSize: options.hotBytes ?? 32 * 1024 * 1024,
      sizeCalculation: (file) => file.length + 1,
    });
  }

  /** Throws Problem. */
  async get(query: ImageQuery): Promise<ImageAnswer> {
    try {
      const canonical = this.check(query);
      const original = await this.originals.get(query.url, canonical);
      return (await this.answer(query, original)) ?? (await this.answerAgain(query, canonical, original));
    } catch (error) {
      const failure = toImageFailure(error);
      if (isStorageTrouble(failure)) this.options.store.watch.report(failure);
      throw problemOf(failure);
    }
  }

  /**
   * The WebP variant of a stored image, made where it is not there; null where the image is not stored. Fetches nothing,
   * and leaves the memory to what is asked for one by one. Throws ImageFailure.
   */
  async storedVariant(url: string, width: VariantWidth): Promise<Buffer | null> {
    const { store } = this.options;
    const image = store.meta(url);
    if (!image) return null;
    const spec = { width, format: 'webp' } as const;
    const name = variantName(image.sha256, spec);
    const read = async () => (await store.storage.open(name))?.read() ?? null;
    try {
      return (await read()) ?? ((await this.makeVariant(name, image, spec)) ? await read() : null);
    } catch (error) {
      throw toImageFailure(error);
    }
  }

  /** Forgets what failed, so that the next request asks again (`cache/invalidate`). */
  forgetFailures(): void {
    this.originals.forgetFailures();
  }

  private check({ url, via }: ImageQuery): URL {
    const canonical = this.options.egress.check(url);
    if (isOwnVia(via, this.options.via)) throw new EgressError('forbidden', 'This request has been here before.');
    return canonical;
  }

  /** The file of a record had vanished: it is fetched as if it had never been there. */
  private async answerAgain(query: ImageQuery, canonical: URL, { url, image }: Original): Promise<ImageAnswer> {
    this.options.store.forget(image.hash, url);
    const answer = await this.answer(query, await this.originals.get(query.url, canonical));
    if (!answer) throw new ImageFailure('disk_error', 'The image could not be stored.');
    return answer;
  }

  /** Null where the original is not on disk, whatever its record says. */
  private async answer(query: ImageQuery, { image, cache }: Original): Promise<ImageAnswer | null> {
    const { store, clock } = this.options;
    const variant = chooseVariant(image, query);
    const etag = etagOf(image, variant);
    const facts = {
      etag,
      cache,
      format: variant?.format ?? image.format,
      ageSeconds: Math.max(0, Math.floor((clock.now() - image.fetchedAt) / 1000)),
      variesByAccept: query.format === 'auto',
    };
    if (image.kind === 'proxied') store.eviction.touch(originalName(image.hash));
    if (matchesEtag(query.ifNoneMatch, etag)) return { status: 304, headers: imageHeaders(facts), body: null };
    const content = variant ? await this.variant(image, variant) : await this.original(image);
    if (!content) return null;
    if (content.isNew && cache === 'HIT') facts.cache = 'MISS';
    const headers = { ...imageHeaders(facts), 'content-length': String(content.bytes) };
    return { status: 200, headers, body: content.body };
  }

  private async original(image: StoredImage): Promise<Content | null> {
    const { bytes } = image;
    const content = await this.read(originalName(image.hash), image.sha256, bytes);
    return content && { ...content, isNew: false };
  }

  private async variant(image: StoredImage, spec: VariantSpec): Promise<Content | null> {
    const name = variantName(image.sha256, spec);
    const made = await this.read(name, name);
    if (made) {
      this.options.store.eviction.touch(name);
      return { ...made, isNew: false };
    }
    if (!(await this.makeVariant(name, image, spec))) return null;
    const content = await this.read(name, name);
    return content && { ...content, isNew: true };
  }

  /** Makes a variant, once for everybody who waits for it; false where there is no original to make it of. */
  private async makeVariant(name: string, image: StoredImage, spec: VariantSpec): Promise<boolean> {
    try {
      await this.conversions.run(name, () => this.convert(name, image, spec));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException | null)?.code !== 'ENOENT') throw error;
      // Either there is no original, or the folder itself is gone.
      if (await this.options.store.storage.stat(originalName(image.hash))) throw error;
      return false;
    }
  }

  private async convert(name: string, image: StoredImage, { width, format }: VariantSpec): Promise<void> {
    const { store, decoders } = this.options;
    const { storage, eviction } = store;
    if (this.slots.pendingCount >= MAX_WAITING) {
      throw new ImageFailure('busy', 'Too many images are being converted.');
    }
    await store.assertRoom();
    const out = storage.draftPath();
    try {
      const convert = (path: string) => decoders.convert({ path, out, width, format });
      const { bytes } = await this.slots(() => storage.withPath(originalName(image.hash), convert));
      await eviction.withRoom(bytes, async () => {
        await storage.publish(out, name, { contentType: mimeType(format) });
        eviction.addVariant(name, bytes);
      });
    } catch (error) {
      await storage.discard(out);
      throw error;
    }
  }

  /** A file from memory or the storage; null where there is none, or not one of the size it should have. */
  private async read(name: string, key: string, expectedBytes?: number): Promise<Omit<Content, 'isNew'> | null> {
    const known = this.hot.get(key);
    if (known) return { body: known, bytes: known.length };
    const file = await this.options.store.storage.open(name);
    if (!file) return null;
    const { bytes } = file;
    if (bytes === 0 || (expectedBytes !== undefined && bytes !== expectedBytes)) {
      await file.close();
      return null;
    }
    if (bytes > MAX_HOT_FILE) return { body: file.stream(), bytes };
    const body = await file.read();
    this.hot.set(key, body);
    return { body, bytes };
  }
}

/** The same on every instance, and known before a variant is made. */
function etagOf({ sha256 }: StoredImage, variant: VariantSpec | null): string {
  const suffix = variant ? `-${variant.width ?? 'full'}-${variant.format}` : '';
  return `"${sha256.slice(0, 32)}${suffix}"`;
}

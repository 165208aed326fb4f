import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import { EgressError } from '../../egress/egress-error';
import { isOwnVia, type EgressClient } from '../../egress/egress-client';
import type { DecoderPool } from '../decoder/decoder-pool';
import { ImageFailure, imageFailure } from '../image-failure';
import type { StoredImage } from '../store/image-record';
import { variantName, type VariantSpec } from '../store/variant-folder';
import { chooseVariant, type VariantWish } from './choose-variant';
import { imageHeaders, matchesEtag, problemOf, type CacheState, type ImageAnswer } from './image-answer';
import { OriginalSource, type Original, type OriginalSourceOptions } from './original-source';
import { Slots } from './slots';

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
  /** Told how every request ended. */
  observe?: (result: 'hit' | 'miss' | 'stale' | 'error') => void;
}

interface Content {
  body: Buffer | Readable;
  bytes: number;
}

/** Larger files are streamed, not kept in memory. */
const MAX_HOT_FILE = 1024 * 1024;

const RESULTS = { HIT: 'hit', MISS: 'miss', STALE: 'stale' } as const;

/** Answers for images: stored ones at once, others fetched, made smaller and stored on the way. */
export class ImageProxy {
  private readonly originals: OriginalSource;
  private readonly hot: LRUCache<string, Buffer>;
  private readonly conversions = new Map<string, Promise<void>>();
  private readonly slots = new Slots(16, 256);

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
      const answer = (await this.answer(query, original)) ?? (await this.answerAgain(query, canonical, original));
      this.options.observe?.(RESULTS[answer.headers['x-cache'] as CacheState]);
      return answer;
    } catch (error) {
      this.options.observe?.('error');
      throw problemOf(imageFailure(error));
    }
  }

  /** Forgets what failed, so that the next request asks again (`cache/invalidate`). */
  forgetFailures(): void {
    this.originals.forgetFailures();
  }

  /** Forgets the files in memory, after images were deleted. */
  forgetFiles(): void {
    this.hot.clear();
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
    if (image.kind === 'proxied') store.touch(image.hash);
    if (matchesEtag(query.ifNoneMatch, etag)) return { status: 304, headers: imageHeaders(facts), body: null };
    const content = variant ? await this.variant(image, variant) : await this.original(image);
    if (!content) return null;
    if (content.isNew && cache === 'HIT') facts.cache = 'MISS';
    const headers = { ...imageHeaders(facts), 'content-length': String(content.bytes) };
    return { status: 200, headers, body: content.body };
  }

  private async original(image: StoredImage): Promise<(Content & { isNew: boolean }) | null> {
    const content = await this.read(image.sha256, image.bytes, () => this.options.store.folder.open(image.hash));
    return content && { ...content, isNew: false };
  }

  private async variant(image: StoredImage, spec: VariantSpec): Promise<(Content & { isNew: boolean }) | null> {
    const { variants } = this.options.store;
    const name = variantName(image.sha256, spec);
    const open = () => variants.open(name);
    variants.touch(name);
    const made = await this.read(name, null, open);
    if (made) return { ...made, isNew: false };
    if (!(await this.makeVariant(name, image, spec))) return null;
    const content = await this.read(name, null, open);
    return content && { ...content, isNew: true };
  }

  /** Makes a variant, once for everybody who waits for it; false where there is no original to make it of. */
  private async makeVariant(name: string, image: StoredImage, spec: VariantSpec): Promise<boolean> {
    const running = this.conversions.get(name);
    const conversion = running ?? this.convert(name, image, spec).finally(() => this.conversions.delete(name));
    this.conversions.set(name, conversion);
    try {
      await conversion;
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') return false;
      throw error;
    }
  }

  private async convert(name: string, image: StoredImage, { width, format }: VariantSpec): Promise<void> {
    const { store, decoders } = this.options;
    const out = store.folder.temporaryPath();
    const job = { path: store.folder.originalPath(image.hash), out, width, format };
    const refuse = () => new ImageFailure('busy', 'Too many images are being converted.');
    try {
      const { bytes } = await this.slots.run(() => decoders.convert(job), refuse);
      await store.variants.publish(name, out, bytes);
    } catch (error) {
      await store.folder.removeTemporary(out);
      throw error;
    }
    await store.enforceCap();
  }

  /** A file from memory or disk; null where there is none, or not one of the size it should have. */
  private async read(
    key: string,
    expectedBytes: number | null,
    open: () => Promise<{ handle: FileHandle; bytes: number } | null>,
  ): Promise<Content | null> {
    const known = this.hot.get(key);
    if (known) return { body: known, bytes: known.length };
    const file = await open();
    if (!file) return null;
    if (file.bytes === 0 || (expectedBytes !== null && file.bytes !== expectedBytes)) {
      await file.handle.close();
      return null;
    }
    // The stream closes the file.
    if (file.bytes > MAX_HOT_FILE) return { body: file.handle.createReadStream(), bytes: file.bytes };
    const body = await file.handle.readFile().finally(() => file.handle.close());
    this.hot.set(key, body);
    return { body, bytes: body.length };
  }
}

/** The same on every instance, and known before a variant is made. */
function etagOf({ sha256 }: StoredImage, variant: VariantSpec | null): string {
  const suffix = variant ? `-${variant.width ?? 'full'}-${variant.format}` : '';
  return `"${sha256.slice(0, 32)}${suffix}"`;
}

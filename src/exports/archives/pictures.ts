import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { UniverseView } from '../../catalogue/universe-view';
import { inTurns, type Steps } from '../../event-loop/steps';
import { ImageFailure } from '../../images/image-failure';
import { ImageProxy } from '../../images/proxy/image-proxy';
import { ImageStore } from '../../images/store/image-store';

export type PictureWidth = 200 | 400;

/** The picture of an article. */
export interface Picture {
  id: number;
  bytes: Buffer;
}

/** Pictures that are made at a time, ahead of who takes them. */
const AHEAD = 4;
/** Articles that are looked at in one step. */
const STEP = 256;

/** The stored pictures of articles, as archives hold them. Nothing is fetched. */
@Injectable()
export class Pictures {
  private last: { key: string; hash: string } | null = null;

  constructor(
    @Inject(ImageStore) private readonly images: Pick<ImageStore, 'revision' | 'meta' | 'ready'>,
    @Inject(ImageProxy) private readonly proxy: Pick<ImageProxy, 'storedVariant'>,
  ) {}

  /**
   * Names the set of pictures that there are of these articles: another one where any came, went or was replaced.
   * `selection` says which articles of the dataset these are. Throws ImageFailure where the store is away.
   */
  async setOf(view: UniverseView, ordinals: Uint32Array, selection: string): Promise<string> {
    await this.images.ready();
    const key = `${view.directory.info.key} ${this.images.revision} ${selection}`;
    if (this.last?.key !== key) this.last = { key, hash: await inTurns(this.hashed(view, ordinals)) };
    return this.last.hash;
  }

  /** The pictures in the order of the articles, without those that cannot be shown. Throws ImageFailure where the store is away. */
  async *of(view: UniverseView, ordinals: Uint32Array, width: PictureWidth): AsyncGenerator<Picture> {
    await this.images.ready();
    const waiting: Promise<Picture | null>[] = [];
    const next = async () => waiting.shift()!;
    for (const ordinal of ordinals) {
      const url = view.directory.imageUrl(ordinal);
      if (url === null || this.images.meta(url) === null) continue;
      const picture = this.one(view.directory.id(ordinal), url, width);
      // It is heard of where it is taken; until then it must not count as unheard.
      picture.catch(() => undefined);
      waiting.push(picture);
      const ready = waiting.length > AHEAD ? await next() : null;
      if (ready) yield ready;
    }
    while (waiting.length > 0) {
      const ready = await next();
      if (ready) yield ready;
    }
  }

  private async one(id: number, url: string, width: PictureWidth): Promise<Picture | null> {
    try {
      const bytes = await this.proxy.storedVariant(url, width);
      return bytes && { id, bytes };
    } catch (error) {
      if (error instanceof ImageFailure && error.isVerdict) return null;
      throw error;
    }
  }

  private *hashed({ directory }: UniverseView, ordinals: Uint32Array): Steps<string> {
    const hash = createHash('sha256');
    for (const [place, ordinal] of ordinals.entries()) {
      if (place % STEP === 0) yield;
      const url = directory.imageUrl(ordinal);
      const image = url === null ? null : this.images.meta(url);
      if (image) hash.update(`${directory.id(ordinal)} ${image.sha256}\n`);
    }
    return hash.digest('hex').slice(0, 32);
  }
}

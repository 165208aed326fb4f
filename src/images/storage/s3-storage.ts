import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { stat, unlink } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { SharedWork } from '../../event-loop/shared-work';
import { ImageFailure } from '../image-failure';
import { openedFile, openFile, systemDisk } from './disk';
import { ImageStorage, type FileFacts, type OpenedFile, type PublishOptions } from './image-storage';
import type { LocalCopies } from './local-copies';
import type { ObjectFacts, ObjectStore } from './object-store';
import { isOriginalName, isVariantName } from './variant-name';

/** Labels of an object: sha256 of its bytes, what is known of the image, when it was used last (milliseconds). */
const SHA256 = 'sha256';
const RECORD = 'lorekeeper-record';
const USED_AT = 'used-at';

/**
 * Images as objects of an S3-compatible store, with copies on this machine of what was used lately. A variant's name says
 * its content, so its copy always holds; an original is asked for by its ETag, and its copy serves where the store is
 * away. What comes is compared with the sha256 that it was stored with.
 */
export class S3Storage extends ImageStorage {
  private readonly transfers = new SharedWork<string | null>();

  constructor(
    private readonly objects: ObjectStore,
    private readonly copies: LocalCopies,
  ) {
    super();
  }

  override get isShared(): boolean {
    return true;
  }

  override async prepare(): Promise<void> {
    await this.copies.prepare();
  }

  override async tryToWrite(): Promise<void> {
    const key = `.probe/${Math.random().toString(16).slice(2)}`;
    await this.objects.put(key, 'Lorekeeper may write here.');
    await this.objects.delete(key);
  }

  override async receive(chunks: AsyncIterable<Buffer>): Promise<string> {
    return (await this.copies.receive(chunks)).path;
  }

  override draftPath(): string {
    return this.copies.draftPath();
  }

  override async publish(draft: string, name: string, { contentType, record }: PublishOptions = {}): Promise<void> {
    try {
      const { size }: Stats = await stat(draft);
      const metadata = {
        [SHA256]: await sha256Of(draft),
        ...(record === undefined ? {} : { [RECORD]: encode(record) }),
      };
      const labels = { metadata, ...(contentType === undefined ? {} : { contentType }) };
      // A variant's name says its content: whoever was first has stored the same.
      const etag = await this.objects.putFile(name, draft, size, labels, isVariantName(name));
      await this.copies.keep(name, etag, draft, size);
    } catch (error) {
      await this.discard(draft);
      throw error;
    }
  }

  override async discard(draft: string): Promise<void> {
    await unlink(draft).catch(() => undefined);
  }

  override async open(name: string): Promise<OpenedFile | null> {
    for (let tries = 0; tries < 2; tries++) {
      const path = await this.copy(name);
      if (path === null) return null;
      const file = await openFile(systemDisk, path);
      if (file) return openedFile(file);
      this.copies.forget(name);
    }
    throw new ImageFailure('disk_error', 'The copies of the object store on this disk vanish as they are written.');
  }

  override async withPath<T>(name: string, use: (path: string) => Promise<T>): Promise<T> {
    const path = await this.copy(name);
    if (path !== null) return use(path);
    throw Object.assign(new Error('There is no such object.'), { code: 'ENOENT' });
  }

  override async stat(name: string): Promise<FileFacts | null> {
    const facts = await this.objects.head(name);
    if (!facts) return null;
    const { bytes, modifiedAt, metadata } = facts;
    const record = metadata[RECORD] === undefined ? undefined : decode(metadata[RECORD]);
    return { bytes, modifiedAt: Number(metadata[USED_AT] ?? modifiedAt), ...(record === undefined ? {} : { record }) };
  }

  override async touch(name: string, at: number): Promise<void> {
    await this.objects.label(name, { [USED_AT]: String(at) });
  }

  override async remove(name: string): Promise<boolean> {
    this.copies.forget(name);
    if (!(await this.objects.head(name))) return false;
    await this.objects.delete(name);
    return true;
  }

  override async *listOriginals(): AsyncGenerator<string> {
    for await (const key of this.objects.list('', '/')) if (isOriginalName(key)) yield key;
  }

  override async *listVariants(): AsyncGenerator<string> {
    for await (const key of this.objects.list('')) if (isVariantName(key)) yield key;
  }

  override space(): Promise<null> {
    return Promise.resolve(null);
  }

  /** The path of a copy that holds; null where there is no such object. One transfer a name at a time. */
  private copy(name: string): Promise<string | null> {
    const known = isVariantName(name) ? this.copies.find(name) : null;
    if (known) return Promise.resolve(known.path);
    return this.transfers.run(name, () => this.transfer(name));
  }

  private async transfer(name: string): Promise<string | null> {
    const atHand = this.copies.find(name);
    let answer: Awaited<ReturnType<ObjectStore['get']>>;
    try {
      answer = await this.objects.get(name, atHand?.etag);
    } catch (error) {
      if (atHand) return atHand.path;
      throw error;
    }
    if (answer === 'same') return atHand?.path ?? null;
    if (answer === null) {
      this.copies.forget(name);
      return null;
    }
    return this.keep(name, answer.facts, answer.body);
  }

  private async keep(name: string, { etag, bytes, metadata }: ObjectFacts, body: Readable): Promise<string> {
    const draft = await this.copies.receive(body as AsyncIterable<Buffer>).catch((error: unknown) => {
      throw new ImageFailure('disk_error', 'The object store broke off.', {}, { cause: error });
    });
    const isWhole = draft.bytes === bytes && (metadata[SHA256] ?? draft.sha256) === draft.sha256;
    if (isWhole) return this.copies.keep(name, etag, draft.path, bytes);
    await this.discard(draft.path);
    throw new ImageFailure('disk_error', 'The object store gave other bytes than were stored.');
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Labels are ASCII. */
const encode = (record: string) => Buffer.from(record).toString('base64url');
const decode = (label: string) => Buffer.from(label, 'base64url').toString();

import type { Readable } from 'node:stream';

/** A stored file, opened: reading or streaming it to its end closes it. */
export interface OpenedFile {
  bytes: number;
  read(): Promise<Buffer>;
  stream(): Readable;
  close(): Promise<void>;
}

export interface FileFacts {
  bytes: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  /** What it was published with, where the storage keeps that. */
  record?: string;
}

/** What others should know of a published file: its media type, and what is known of the image, as text. */
export interface PublishOptions {
  contentType?: string;
  record?: string;
}

/**
 * Where originals (`<md5 of the URL>.img`) and variants (`<2 hex>/<64 hex>.<extension>`) lie, by name. A method throws
 * what the system says, with its `code`, where the storage cannot be used; a file that is not there is null or false.
 */
export abstract class ImageStorage {
  /** Do other machines write here as well? */
  abstract get isShared(): boolean;

  /** Makes the storage ready to be read. */
  abstract prepare(): Promise<void>;

  /** Writes a little and removes it. */
  abstract tryToWrite(): Promise<void>;

  /** Writes a body to a draft on this machine, synced; returns its path. Nothing is left where that fails. */
  abstract receive(chunks: AsyncIterable<Buffer>): Promise<string>;

  /** A path on this machine at which nothing lies, for somebody else to write a draft to. */
  abstract draftPath(): string;

  /** Makes a draft the file of a name, whole or not at all; a power loss does not take it back. */
  abstract publish(draft: string, name: string, options?: PublishOptions): Promise<void>;

  /** Removes a draft. Never fails: what is left is swept later. */
  abstract discard(draft: string): Promise<void>;

  abstract open(name: string): Promise<OpenedFile | null>;

  /** Lends the file of a name to a program that reads paths; what `use` does where there is none is its affair. */
  abstract withPath<T>(name: string, use: (path: string) => Promise<T>): Promise<T>;

  abstract stat(name: string): Promise<FileFacts | null>;

  /** Sets when a file was used last, which `stat` tells as `modifiedAt`. */
  abstract touch(name: string, at: number): Promise<void>;

  /** True where there was a file. */
  abstract remove(name: string): Promise<boolean>;

  /** The names of all originals; drafts that somebody left behind are removed by the way. */
  abstract listOriginals(): AsyncIterable<string>;

  abstract listVariants(): AsyncIterable<string>;

  /** What is free and what there is in all, in bytes; null where the storage has no end. */
  abstract space(): Promise<{ freeBytes: number; totalBytes: number } | null>;
}

import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ObjectStoreConfig } from '../../config/config';
import { silenceSdkWarning } from '../../config/silence-sdk-warning';
import { ImageFailure } from '../image-failure';

export interface ObjectFacts {
  bytes: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  etag: string;
  metadata: Record<string, string>;
}

/** What an object is stored with. */
export interface ObjectLabels {
  contentType?: string;
  metadata?: Record<string, string>;
}

type Sdk = typeof import('@aws-sdk/client-s3');

/** What fails is told by whoever asked. */
const nothing = () => undefined;
const QUIET = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const CONNECT_MS = 3000;
const REQUEST_MS = 20_000;
const ATTEMPTS = 3;

/**
 * A bucket of an S3-compatible store, below a prefix; keys are given without it. What is not there is null; everything
 * else that goes wrong is an ImageFailure that says, in words, why the store cannot be used.
 */
export class ObjectStore {
  private readonly sdk: Promise<{ client: S3Client; sdk: Sdk }>;

  constructor(private readonly config: ObjectStoreConfig) {
    silenceSdkWarning();
    this.sdk = import('@aws-sdk/client-s3').then((sdk) => ({ sdk, client: clientOf(sdk, config) }));
    // Whoever uses it hears of it.
    this.sdk.catch(() => undefined);
  }

  /** Uploads a file of this machine whole; returns its ETag, '' where only a new one was wanted and one was there. */
  putFile(key: string, path: string, bytes: number, labels: ObjectLabels, onlyNew: boolean): Promise<string> {
    return this.ask(async ({ client, sdk }) => {
      const Body = createReadStream(path);
      const { contentType: ContentType, metadata: Metadata } = labels;
      try {
        const put = { ...this.at(key), Body, ContentLength: bytes, ContentType, Metadata };
        const condition = onlyNew ? { IfNoneMatch: '*' } : {};
        return (await client.send(new sdk.PutObjectCommand({ ...put, ...condition }))).ETag ?? '';
      } catch (error) {
        if (onlyNew && statusOf(error) === 412) return '';
        throw error;
      } finally {
        Body.destroy();
      }
    });
  }

  put(key: string, body: string): Promise<void> {
    return this.ask(async ({ client, sdk }) => {
      await client.send(new sdk.PutObjectCommand({ ...this.at(key), Body: body }));
    });
  }

  /** The object; 'same' where its ETag is still the given one. */
  get(key: string, etag?: string): Promise<{ facts: ObjectFacts; body: Readable } | 'same' | null> {
    return this.ask(async ({ client, sdk }) => {
      try {
        const answer = await client.send(new sdk.GetObjectCommand({ ...this.at(key), IfNoneMatch: etag }));
        return { facts: factsOf(answer), body: answer.Body as Readable };
      } catch (error) {
        if (statusOf(error) === 304) return 'same';
        if (isAbsent(error)) return null;
        throw error;
      }
    });
  }

  head(key: string): Promise<ObjectFacts | null> {
    return this.ask(async ({ client, sdk }) => {
      try {
        return factsOf(await client.send(new sdk.HeadObjectCommand(this.at(key))));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    });
  }

  /** Adds to what an object is labelled with. */
  label(key: string, added: Record<string, string>): Promise<void> {
    return this.ask(async ({ client, sdk }) => {
      const { Metadata, ContentType } = await client.send(new sdk.HeadObjectCommand(this.at(key)));
      const { Bucket, Key } = this.at(key);
      const CopySource = `${Bucket}/${encodeURIComponent(Key).replaceAll('%2F', '/')}`;
      const labels = { Metadata: { ...Metadata, ...added }, ContentType, MetadataDirective: 'REPLACE' as const };
      await client.send(new sdk.CopyObjectCommand({ Bucket, Key, CopySource, ...labels }));
    });
  }

  delete(key: string): Promise<void> {
    return this.ask(async ({ client, sdk }) => {
      await client.send(new sdk.DeleteObjectCommand(this.at(key)));
    });
  }

  /** The keys that begin so, in order; with a delimiter only those that do not hold it behind the beginning. */
  async *list(beginning: string, delimiter?: string): AsyncGenerator<string> {
    const { bucket: Bucket, prefix } = this.config;
    let ContinuationToken: string | undefined;
    do {
      const asked = { Bucket, Prefix: prefix + beginning, Delimiter: delimiter, ContinuationToken };
      const page = await this.ask(({ client, sdk }) => client.send(new sdk.ListObjectsV2Command(asked)));
      for (const { Key = '' } of page.Contents ?? []) yield Key.slice(prefix.length);
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
  }

  async close(): Promise<void> {
    (await this.sdk).client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.config.bucket, Key: this.config.prefix + key };
  }

  private async ask<T>(question: (tools: { client: S3Client; sdk: Sdk }) => Promise<T>): Promise<T> {
    try {
      return await question(await this.sdk);
    } catch (error) {
      // A draft that is not there is the caller's affair.
      if ((error as NodeJS.ErrnoException).syscall === 'open') throw error;
      throw failureOf(error);
    }
  }
}

function clientOf({ S3Client }: Sdk, { endpoint, region, forcePathStyle }: ObjectStoreConfig): S3Client {
  return new S3Client({
    region,
    forcePathStyle,
    ...(endpoint === null ? {} : { endpoint }),
    maxAttempts: ATTEMPTS,
    logger: QUIET,
    // Not every S3-compatible store knows the checksums that the SDK adds of its own; the bytes are checked by ours.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS, throwOnRequestTimeout: true },
  });
}

interface Described {
  ContentLength?: number | undefined;
  LastModified?: Date | undefined;
  ETag?: string | undefined;
  Metadata?: Record<string, string> | undefined;
}

function factsOf({ ContentLength = 0, LastModified, ETag = '', Metadata = {} }: Described): ObjectFacts {
  return { bytes: ContentLength, modifiedAt: LastModified?.getTime() ?? 0, etag: ETag, metadata: Metadata };
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket';
}

/** Why the store cannot be used. The SDK's own words, which may hold addresses, are the cause alone. */
function failureOf(error: unknown): ImageFailure {
  if (error instanceof ImageFailure) return error;
  const { name } = error as Error;
  const status = statusOf(error);
  const words =
    name === 'NoSuchBucket'
      ? 'The bucket of IMAGE_STORE is not there.'
      : name === 'CredentialsProviderError'
        ? 'There are no credentials for the object store.'
        : status === 401 || status === 403
          ? 'The object store refuses access: its credentials or rights do not suffice.'
          : status !== undefined
            ? `The object store fails: it answered with status ${status}.`
            : 'The object store cannot be reached.';
  return new ImageFailure('store_away', words, {}, { cause: error });
}

import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import { Logger } from '@nestjs/common';
import { JobsUnavailable } from '../job';
import { redisAddress } from './redis-address';

/** Producers give up after that time. */
const COMMAND_LIMIT_MS = 800;
const LONGEST_RECONNECT_MS = 3000;

/**
 * The submitters' connection: nothing waits in it for a Redis that is away, and none of its errors goes unheard.
 * Emits `ready` at every return of Redis.
 */
export class RedisClient extends EventEmitter<{ ready: [] }> {
  private readonly log = new Logger('jobs');
  private connection: Redis | null = null;
  private lastError = 'it has not been reached yet';
  private wasReady = false;
  private stopped = false;
  /** `maxmemory-policy` of the server; null where it does not tell. */
  evictionPolicy: string | null = null;

  constructor(private readonly redisUrl: string) {
    super();
  }

  /** Loads the driver and begins to connect. Never throws. */
  async start(): Promise<void> {
    try {
      const { Redis: Driver } = await import('ioredis');
      if (this.stopped || this.connection) return;
      const { url, ...rest } = redisAddress(this.redisUrl);
      const options = {
        ...rest,
        lazyConnect: true,
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        maxRetriesPerRequest: 0,
        connectTimeout: 2000,
        commandTimeout: COMMAND_LIMIT_MS,
        retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 10), LONGEST_RECONNECT_MS),
      };
      this.connection = url === undefined ? new Driver(options) : new Driver(url, options);
      this.listenTo(this.connection);
      await this.connection.connect();
    } catch (error) {
      // The driver goes on trying by itself.
      this.note(error);
    }
  }

  get isReady(): boolean {
    return this.connection?.status === 'ready';
  }

  /** In words, without the address. */
  get reason(): string {
    return this.lastError;
  }

  /** The connection. Throws JobsUnavailable at once where Redis is away. */
  get(): Redis {
    if (!this.connection || !this.isReady) throw new JobsUnavailable(this.lastError);
    return this.connection;
  }

  /** Runs work that needs Redis, within the limit. Whatever goes wrong with Redis is JobsUnavailable. */
  async within<T>(work: (connection: Redis) => Promise<T>, limitMs = COMMAND_LIMIT_MS): Promise<T> {
    const connection = this.get();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it does not answer')), limitMs);
    });
    try {
      return await Promise.race([work(connection), late]);
    } catch (error) {
      this.note(error);
      throw new JobsUnavailable(this.lastError, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  stop(): void {
    this.stopped = true;
    this.connection?.disconnect();
  }

  private listenTo(connection: Redis): void {
    connection.on('error', (error) => this.note(error));
    connection.on('close', () => {
      if (this.wasReady && !this.stopped) this.log.warn({ msg: 'Redis is away, work goes on in process' });
      this.wasReady = false;
    });
    connection.on('ready', () => {
      this.wasReady = true;
      this.readPolicy(connection)
        .catch((error: unknown) => this.note(error))
        .finally(() => this.emit('ready'));
    });
  }

  /** From INFO, which managed servers allow where they forbid CONFIG. */
  private async readPolicy(connection: Redis): Promise<void> {
    const info = await connection.info('memory');
    this.evictionPolicy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? null;
  }

  private note(error: unknown): void {
    this.lastError = describe(error);
  }
}

/** Why Redis does not do its work, in words without host or key. */
export function describe(error: unknown): string {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return 'it refuses connections';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of its host is not known';
  if (/^(WRONGPASS|NOAUTH|NOPERM)|invalid username-password/i.test(message))
    return 'it rejects the user or the password';
  if (/^(OOM|MISCONF|READONLY)/.test(message)) return 'it refuses to write';
  if (/^LOADING/.test(message)) return 'it is starting';
  if (/version needs to be/.test(message)) return 'its version is too old';
  if (/timed out|ETIMEDOUT|does not answer/i.test(`${code} ${message}`)) return 'it does not answer';
  return 'the connection was cut';
}

import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Problem } from '../../problem/problem';
import type { PrefetchControl } from '../ports';

const MIN_INTERVAL_MS = 250;
const HEARTBEAT_MS = 15_000;
const MAX_CLIENTS = 500;
const RECONNECT_MS = 2_000;
/** A client that has not read for so many heartbeats is gone. */
const MAX_STALLED_BEATS = 3;

interface Client {
  response: ServerResponse;
  stalledBeats: number;
}

/**
 * The prefetch's status as Server-Sent Events: each event is a whole status, so that resuming means getting the
 * present one, unless the client has it already.
 */
export class StatusStream {
  private readonly clients = new Set<Client>();
  /** Ids of an earlier process must not be taken for ours. */
  private readonly epoch = randomBytes(4).toString('hex');
  private version = 1;
  private timer: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private lastSentAt = 0;
  private readonly onChange = () => this.changed();

  constructor(private readonly prefetch: PrefetchControl) {
    prefetch.events.on('change', this.onChange);
  }

  /** Sends the present status and every later one. Throws Problem OVERLOADED. */
  open(response: ServerResponse, headers: Record<string, string>, lastEventId: string | undefined): void {
    if (this.clients.size >= MAX_CLIENTS) {
      throw new Problem('OVERLOADED', 'Too many listeners; poll /prefetch/status instead.', { retryAfterSeconds: 10 });
    }
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A stream ends with its connection: nothing is left open when the process shuts down.
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    const client: Client = { response, stalledBeats: 0 };
    this.clients.add(client);
    response.on('close', () => this.forget(client));
    if (lastEventId !== this.eventId()) response.write(this.event());
    this.heartbeat ??= setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  get listeners(): number {
    return this.clients.size;
  }

  /** Ends every stream, for the process shuts down. */
  close(): void {
    this.prefetch.events.off('change', this.onChange);
    if (this.timer) clearTimeout(this.timer);
    for (const { response } of this.clients) response.end();
  }

  private changed(): void {
    this.version++;
    if (this.timer || this.clients.size === 0) return;
    const wait = Math.max(0, this.lastSentAt + MIN_INTERVAL_MS - Date.now());
    this.timer = setTimeout(() => this.broadcast(), wait).unref();
  }

  private broadcast(): void {
    this.timer = null;
    this.lastSentAt = Date.now();
    const event = this.event();
    for (const { response } of this.clients) {
      // Whoever reads slowly gets the newest status later instead of all of them.
      if (!response.writableNeedDrain) response.write(event);
      else response.once('drain', () => response.write(this.event()));
    }
  }

  private beat(): void {
    for (const client of this.clients) {
      client.stalledBeats = client.response.writableNeedDrain ? client.stalledBeats + 1 : 0;
      if (client.stalledBeats > MAX_STALLED_BEATS) client.response.destroy();
      else if (client.stalledBeats === 0) client.response.write(': still here\n\n');
    }
  }

  private forget(client: Client): void {
    this.clients.delete(client);
    if (this.clients.size > 0 || !this.heartbeat) return;
    clearInterval(this.heartbeat);
    this.heartbeat = null;
  }

  private eventId(): string {
    return `${this.epoch}-${this.version}`;
  }

  private event(): string {
    return `id: ${this.eventId()}\ndata: ${JSON.stringify(this.prefetch.status())}\n\n`;
  }
}

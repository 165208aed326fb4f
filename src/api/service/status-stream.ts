import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../../problem/problem';
import { PrefetchRequests } from './prefetch-requests';

const MIN_INTERVAL_MS = 250;
const HEARTBEAT_MS = 15_000;
const MAX_CLIENTS = 500;
const RECONNECT_MS = 2_000;
/** A client that has not read for so many heartbeats is gone. */
const MAX_STALLED_BEATS = 3;

interface Client {
  response: ServerResponse;
  /** The version that it was sent last, and when. */
  sentVersion: number;
  sentAt: number;
  stalledBeats: number;
}

/**
 * The prefetch's status as Server-Sent Events: each event is a whole status, so that resuming means getting the
 * present one, unless the client has it already. A client that reads slowly has one event under way, and gets the
 * newest status once it has read it.
 */
@Injectable()
export class StatusStream {
  private readonly clients = new Set<Client>();
  /** Ids of an earlier process must not be taken for ours. */
  private readonly epoch = randomBytes(4).toString('hex');
  private version = 1;
  private timer: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private broadcastAt = -Infinity;
  private readonly onChange = () => {
    this.version++;
    this.schedule();
  };
  private readonly onDrain = () => this.schedule();

  constructor(@Inject(PrefetchRequests) private readonly prefetch: Pick<PrefetchRequests, 'events' | 'status'>) {
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
    const client: Client = { response, sentVersion: this.version, sentAt: -Infinity, stalledBeats: 0 };
    this.clients.add(client);
    response.on('drain', this.onDrain);
    response.on('close', () => this.forget(client));
    if (lastEventId !== this.eventId()) this.send(client, this.event(), performance.now());
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

  /** Broadcasts as soon as it may. */
  private schedule(): void {
    if (this.timer || this.clients.size === 0) return;
    const wait = Math.max(0, this.broadcastAt + MIN_INTERVAL_MS - performance.now());
    this.timer = setTimeout(() => this.broadcast(), Math.ceil(wait)).unref();
  }

  private broadcast(): void {
    this.timer = null;
    const now = performance.now();
    // Timers may come a little early.
    if (now < this.broadcastAt + MIN_INTERVAL_MS) return this.schedule();
    this.broadcastAt = now;
    const event = this.event();
    for (const client of this.clients) {
      if (client.sentVersion === this.version || client.response.writableNeedDrain) continue;
      // Only a client that has just come.
      if (now < client.sentAt + MIN_INTERVAL_MS) this.schedule();
      else this.send(client, event, now);
    }
  }

  private send(client: Client, event: string, now: number): void {
    client.sentVersion = this.version;
    client.sentAt = now;
    client.response.write(event);
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
    client.response.off('drain', this.onDrain);
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

import { Logger } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import type { Clock } from '../../egress/clock';
import { EgressClient } from '../../egress/egress-client';
import { retryAfterMs } from '../../egress/retry-after';
import type { WebhookClaim, WebhookRepository } from '../../database/repositories/webhook.repository';
import { orWhereAway } from '../../database/unreachable';
import type { Troubles } from '../../problem/troubles';
import { ExactAddresses } from './exact-addresses';
import { readKept, writeKept, type Delivery, type Kept } from './kept-deliveries';

export interface WebhookOptions {
  /** Where to; none: nothing is told. */
  urls: readonly string[];
  /** `whsec_…`; null only where there are no addresses. */
  secret: string | null;
  /** Where is kept what is still to be delivered. */
  file: string;
  userAgent: string;
  clock: Clock;
  troubles: Troubles;
  /** By which instances on one Postgres agree who delivers. */
  claims: Pick<WebhookRepository, 'claim' | 'settle'>;
  /** Before the second attempt, the third and so on; the last one again and again. */
  backOffMs?: readonly number[];
}

export interface WebhookEvent {
  /** The same for the same event, however often and by whomever it is told. */
  id: string;
  type: Delivery['type'];
  data: object;
}

/** What came of an attempt. */
interface Attempt {
  /** Null where nothing was answered. */
  status: number | null;
  why: string;
  /** How long the receiver asks to wait. */
  waitMs: number;
}

export interface WebhookCounts {
  delivered: number;
  failed: number;
  waiting: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BACK_OFF_MS = [5_000, 30_000, 5 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS, 120 * MINUTE_MS, 240 * MINUTE_MS];
const DEADLINE_MS = 15_000;
/** How much longer than needed an instance holds a delivery: after that it counts as gone. */
const HOLD_MS = 30_000;
const MAX_WAITING = 1000;
const MAX_TOLD = 500;
/** The receiver does not want to hear of anything any more. */
const GONE = 410;
const TROUBLE = 'webhooks';

/**
 * Tells the operator's own addresses what happened, as Standard Webhooks say: signed, tried again for a day, and still
 * after a restart. Nothing waits for it.
 */
export class Webhooks {
  private readonly log = new Logger('webhooks');
  private readonly egress: EgressClient;
  private readonly signer: Webhook | null;
  private kept: Kept = { deliveries: [], told: [] };
  private readonly underWay = new Set<Delivery>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private loading: Promise<void> | null = null;
  private isStopped = false;
  private delivered = 0;
  private failed = 0;

  constructor(private readonly options: WebhookOptions) {
    const { urls, secret, userAgent } = options;
    this.signer = urls.length > 0 && secret !== null ? new Webhook(secret) : null;
    this.egress = new EgressClient({ allow: new ExactAddresses(urls), userAgent, maxBytes: 1 << 20 });
  }

  /** Whether anybody is to be told. */
  get isUsed(): boolean {
    return this.signer !== null;
  }

  /** Takes up what an earlier process did not deliver. */
  start(): Promise<void> {
    this.loading ??= this.load().then(() => this.deliverDue());
    return this.loading;
  }

  /** Has an event delivered to every address, once, whoever else tells of it here. */
  async tell({ id, type, data }: WebhookEvent): Promise<void> {
    if (!this.isUsed || this.isStopped) return;
    await this.start();
    if (this.kept.told.includes(id)) return;
    const now = this.options.clock.now();
    const body = JSON.stringify({ type, timestamp: new Date(now).toISOString(), data });
    this.kept.told = [...this.kept.told, id].slice(-MAX_TOLD);
    const fresh = this.options.urls.map((url) => ({ id, url, type, body, createdAt: now, attempts: 0, nextAt: now }));
    const all = [...this.kept.deliveries, ...fresh];
    for (const lost of all.slice(0, -MAX_WAITING)) this.giveUp(lost, 'too many others wait');
    this.kept.deliveries = all.slice(-MAX_WAITING);
    await this.save();
    this.deliverDue();
  }

  counts(): WebhookCounts {
    return { delivered: this.delivered, failed: this.failed, waiting: this.kept.deliveries.length };
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.egress.close();
    await this.writing;
  }

  private deliverDue(): void {
    if (this.isStopped) return;
    const now = this.options.clock.now();
    for (const delivery of this.kept.deliveries) {
      if (delivery.nextAt <= now && !this.underWay.has(delivery)) void this.deliver(delivery);
    }
    const idle = this.kept.deliveries.filter((delivery) => !this.underWay.has(delivery));
    if (this.timer) clearTimeout(this.timer);
    if (idle.length === 0) return;
    const wait = Math.max(0, Math.min(...idle.map(({ nextAt }) => nextAt)) - now);
    this.timer = setTimeout(() => this.deliverDue(), wait).unref();
  }

  private async deliver(delivery: Delivery): Promise<void> {
    this.underWay.add(delivery);
    try {
      const claim = await this.claim(delivery, DEADLINE_MS + HOLD_MS);
      if (claim.state === 'ours') await this.attempt(delivery);
      else if (claim.state === 'settled') this.drop(delivery);
      else delivery.nextAt = this.options.clock.now() + Math.max(claim.forMs, this.backOffOf(delivery));
      await this.save();
    } catch (error) {
      delivery.nextAt = Math.max(delivery.nextAt, this.options.clock.now() + this.backOffOf(delivery));
      this.log.error({ msg: 'a webhook was not noted', error: String(error) });
    } finally {
      this.underWay.delete(delivery);
      this.deliverDue();
    }
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const answer = await this.send(delivery);
    if (this.isStopped) return;
    const isSettled = this.settle(delivery, answer);
    // Whoever tries again is the one that tried before.
    if (!isSettled) await this.claim(delivery, delivery.nextAt - this.options.clock.now() + HOLD_MS);
    else await orWhereAway(() => this.options.claims.settle(delivery.id, delivery.url), undefined);
  }

  /** While Postgres is away everybody delivers: the id is the same, and better twice than not at all. */
  private claim({ id, url }: Delivery, forMs: number): Promise<WebhookClaim> {
    return orWhereAway(() => this.options.claims.claim(id, url, forMs), { state: 'ours' });
  }

  private async send({ id, url, body }: Delivery): Promise<Attempt> {
    const now = new Date(this.options.clock.now());
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': this.signer!.sign(id, now, body),
    };
    try {
      const request = { method: 'POST', headers, body, deadlineMs: DEADLINE_MS, maxRedirects: 0 } as const;
      const answer = await this.egress.stream(url, request);
      answer.discard();
      const waitMs = retryAfterMs(answer.headers['retry-after'], now.getTime()) ?? 0;
      return { status: answer.status, why: `answered ${answer.status}`, waitMs };
    } catch (error) {
      return { status: null, why: error instanceof Error ? error.message : String(error), waitMs: 0 };
    }
  }

  /** Whether it is done with. */
  private settle(delivery: Delivery, { status, why, waitMs }: Attempt): boolean {
    delivery.attempts++;
    const isDelivered = status !== null && status >= 200 && status < 300;
    delivery.nextAt = this.options.clock.now() + Math.max(this.backOffOf(delivery), waitMs);
    if (isDelivered) this.delivered++;
    else if (status === GONE || delivery.nextAt > delivery.createdAt + DAY_MS) this.giveUp(delivery, why);
    else {
      this.options.troubles.set(
        TROUBLE,
        'A webhook address does not take what it is told; it is tried again for a day',
        { detail: `${new URL(delivery.url).origin}: ${why}` },
      );
      return false;
    }
    this.drop(delivery);
    return true;
  }

  private drop(delivery: Delivery): void {
    this.kept.deliveries = this.kept.deliveries.filter((one) => one !== delivery);
    if (this.kept.deliveries.every(({ attempts }) => attempts === 0)) this.options.troubles.clear(TROUBLE);
  }

  private backOffOf({ attempts }: Delivery): number {
    const { backOffMs = BACK_OFF_MS } = this.options;
    return backOffMs[Math.max(1, Math.min(attempts, backOffMs.length)) - 1] ?? DAY_MS;
  }

  private giveUp({ id, url, type }: Delivery, why: string): void {
    this.failed++;
    this.log.error({ msg: 'a webhook was given up', id, type, address: new URL(url).origin, why });
  }

  private async load(): Promise<void> {
    const kept = await readKept(this.options.file);
    // An address that is not configured any more is told nothing any more.
    const deliveries = kept.deliveries.filter(({ url }) => this.options.urls.includes(url));
    this.kept = { deliveries, told: kept.told };
  }

  /** Whole or not at all; where the disk does not take it, what waits is lost with this process alone. */
  private save(): Promise<void> {
    this.writing = this.writing.then(async () => {
      const { file, troubles } = this.options;
      try {
        await writeKept(file, this.kept);
      } catch (error) {
        troubles.set(TROUBLE, 'Webhooks that wait cannot be kept on disk', { detail: String(error) });
      }
    });
    return this.writing;
  }
}

import { createHash } from 'node:crypto';
import type { Database } from '../database';

/** Whether this instance is to deliver an event to an address; else until when another one holds that, in milliseconds from now. */
export type WebhookClaim = { state: 'ours' } | { state: 'settled' } | { state: 'theirs'; forMs: number };

/** What is told of is forgotten behind so many days: nobody tries for longer than one. */
const KEPT_DAYS = 3;
/** The first start of the embedded server creates its data folder. */
const STARTING_MS = 20_000;

/** Which instance delivers which webhook: each is held for a while, by the clock of the database, until it is settled. */
export class WebhookRepository {
  constructor(
    private readonly database: Database,
    /** How others name this instance. */
    private readonly instance: string,
  ) {}

  /** Holds a delivery for so long, unless another instance does or it is settled. Throws Unreachable. */
  async claim(eventId: string, address: string, forMs: number): Promise<WebhookClaim> {
    // The first publication may be served before the server has been reached for the first time.
    if (this.database.state === 'starting') await this.database.whenUp(STARTING_MS);
    const address_hash = hashOf(address);
    const { rows: taken } = await this.database.write({
      text: `INSERT INTO public.lorekeeper_webhooks AS own (event_id, address_hash, holder, held_until, is_settled)
             VALUES ($1, $2, $3, now() + $4 * interval '1 millisecond', false)
             ON CONFLICT (event_id, address_hash) DO UPDATE
                SET holder = excluded.holder, held_until = excluded.held_until
              WHERE NOT own.is_settled AND (own.holder = excluded.holder OR own.held_until < now())
             RETURNING 1`,
      values: [eventId, address_hash, this.instance, forMs],
    });
    if (taken.length > 0) return { state: 'ours' };
    const { rows } = await this.database.write<{ is_settled: boolean; for_ms: number }>({
      text: `SELECT is_settled, greatest(0, extract(epoch FROM held_until - now()) * 1000)::float8 AS for_ms
               FROM public.lorekeeper_webhooks WHERE event_id = $1 AND address_hash = $2`,
      values: [eventId, address_hash],
    });
    const [row] = rows;
    return row?.is_settled ? { state: 'settled' } : { state: 'theirs', forMs: row?.for_ms ?? 0 };
  }

  /** Nobody is to deliver it any more. Throws Unreachable. */
  async settle(eventId: string, address: string): Promise<void> {
    await this.database.write({
      text: 'UPDATE public.lorekeeper_webhooks SET is_settled = true WHERE event_id = $1 AND address_hash = $2',
      values: [eventId, hashOf(address)],
    });
    await this.database.write({
      text: `DELETE FROM public.lorekeeper_webhooks WHERE held_until < now() - $1 * interval '1 day'`,
      values: [KEPT_DAYS],
    });
  }
}

/** Addresses may hold secrets. */
function hashOf(address: string): string {
  return createHash('sha256').update(address).digest('hex');
}

import { EventEmitter } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';

/** The same trouble is written to the log once in that time at most, however often it is found. */
const LOG_EVERY_MS = 60_000;

/** Something this installation needs and cannot use at present. */
export interface Trouble {
  /** What is in trouble, for instance `image_folder`. */
  name: string;
  /** Why, in words for the operator; public, so without paths, hosts or SQL. */
  reason: string;
  since: Date;
}

export interface TroubleDetail {
  /** For the log alone: the path, the error of the system. */
  detail?: string;
  /** The caller has written it to the log already. */
  isLogged?: boolean;
}

/**
 * What keeps the service from doing all it should, in one list: `/health`, the page and the log follow it. Whoever finds
 * a trouble sets it, tries again by itself, and clears it when it is over.
 */
@Injectable()
export class Troubles {
  /** Emits `change` whenever the list has changed. */
  readonly events = new EventEmitter<{ change: [] }>();
  private readonly log = new Logger('troubles');
  private readonly byName = new Map<string, Trouble & { loggedAt: number }>();

  /** Notes a trouble, or its present reason; to be called as often as it is found. */
  set(name: string, reason: string, { detail, isLogged = false }: TroubleDetail = {}): void {
    const known = this.byName.get(name);
    const since = known?.since ?? new Date();
    const isDue = !known || Date.now() - known.loggedAt >= LOG_EVERY_MS;
    if (isDue && !isLogged) this.log.warn({ msg: `${name}: ${reason}`, since: since.toISOString(), detail });
    this.byName.set(name, { name, reason, since, loggedAt: isDue ? Date.now() : known.loggedAt });
    if (known?.reason !== reason) this.events.emit('change');
  }

  /** It is over; nothing happens where there was no such trouble. */
  clear(name: string): void {
    const known = this.byName.get(name);
    if (!known) return;
    this.byName.delete(name);
    this.log.log({ msg: `${name}: well again`, since: known.since.toISOString() });
    this.events.emit('change');
  }

  /** In the order in which they came up. */
  list(): Trouble[] {
    return [...this.byName.values()].map(({ name, reason, since }) => ({ name, reason, since }));
  }
}

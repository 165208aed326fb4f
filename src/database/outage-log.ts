import { Logger } from '@nestjs/common';
import { describeFailure } from './error-policy';
import { ServerRefused } from './unreachable';

const SAY_EVERY_MS = 60_000;

/** What the log says of Postgres' coming and going: once a minute at most, however often it does. */
export class OutageLog {
  private readonly log = new Logger('database');
  /** null: nothing was said yet. */
  private isDown: boolean | null = null;
  private said = { at: -Infinity, reason: '' };

  constructor(private readonly embedded: boolean) {}

  noteUp(state: string): void {
    if (this.isDown !== false) this.log.log({ msg: 'Postgres is up', embedded: this.embedded, state });
    this.isDown = false;
  }

  /** Told at once where somebody must do something about it. */
  noteDown(reason: string, error: unknown): void {
    const isDue = performance.now() - this.said.at >= SAY_EVERY_MS;
    if (!isDue && !(error instanceof ServerRefused && reason !== this.said.reason)) return;
    this.isDown = true;
    this.said = { at: performance.now(), reason };
    this.log.warn({ msg: 'Postgres is away, files answer', reason, cause: causeOf(error) });
  }
}

/** For the log, which may see more than the outside. */
function causeOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : { message: '', cause: null };
  if (cause instanceof Error && cause.message !== '') return cause.message;
  return message === '' ? describeFailure(error) : message;
}

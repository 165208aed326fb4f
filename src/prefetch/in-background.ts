import { Logger } from '@nestjs/common';

const log = new Logger('prefetch');

/** Work that nobody waits for; what goes wrong in it is logged. */
export function inBackground(what: string, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error({ msg: 'background work failed', what, error: stack });
  });
}

import { Logger } from '@nestjs/common';
import { stackOf } from '../problem/stack-of';

const log = new Logger('prefetch');

/** Work that nobody waits for; what goes wrong in it is logged. */
export function inBackground(what: string, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    log.error({ msg: 'background work failed', what, error: stackOf(error) });
  });
}

import { HopelessJob, reasonOf, STALLED_REASON, type JobFailureCode } from '../job';

/** Marks reasons that a handler of ours worded. */
const OURS = 'lorekeeper: ';
const STALLED = /stalled more than allowable limit|started more than allowable limit/;

/** The error under which a failed attempt is kept in Redis: words of ours, or none at all. */
export function toStoredError(error: unknown): Error {
  const message = `${OURS}${reasonOf(error)}`;
  return error instanceof HopelessJob ? new HopelessJob(message) : new Error(message);
}

/** What may be told of a failed job, from the reason that Redis keeps. */
export function failureOf(stored: string | undefined): { code: JobFailureCode; reason: string } {
  if (stored !== undefined && STALLED.test(stored)) {
    return { code: 'job_stalled', reason: STALLED_REASON };
  }
  const reason = stored?.startsWith(OURS) ? stored.slice(OURS.length) : reasonOf(null);
  return { code: 'job_failed', reason };
}

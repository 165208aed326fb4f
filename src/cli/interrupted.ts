import { UsageError } from './usage-error';

/** Aborted by the first Ctrl-C or SIGTERM, for work that then leaves everything as it was. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(new UsageError('Interrupted; nothing was changed.'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return controller.signal;
}

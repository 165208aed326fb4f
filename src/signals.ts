/** The process has ended by then, whatever still holds it up. */
const LIMIT_MS = 9500;

export type Signal = 'SIGTERM' | 'SIGINT';

/**
 * The first signal that asks the process to end. From then on it ends within ten seconds, and at once at a second one.
 * To be called first of all, so that a signal during the boot ends in order as well.
 */
export function firstSignal(): Promise<Signal> {
  return new Promise((resolve) => {
    let isAsked = false;
    const onSignal = (signal: Signal) => {
      if (isAsked) process.exit(1);
      isAsked = true;
      setTimeout(() => process.exit(1), LIMIT_MS).unref();
      resolve(signal);
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}

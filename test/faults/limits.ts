import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** `LONG_TESTS=1`: with the numbers of the real thing. */
export const IS_LONG = process.env.LONG_TESTS === '1';

/**
 * A time limit on this machine as it is now: everything takes longer where other programs use its cores, or where these
 * are virtual and other machines have them.
 */
export function limit(ms: number): number {
  return (ms * Math.max(1, loadavg()[0]! / cpus().length)) / (1 - shareTaken());
}

/** Ticks of all processors since the machine's start, and those that its host gave to others. */
interface Ticks {
  all: number;
  taken: number;
}

const LOOK_EVERY_MS = 5000;
const LOOKS = 6;
/** What is left is no machine to measure on. */
const MOST_TAKEN = 0.9;
const looks: Ticks[] = [readTicks()];
setInterval(() => {
  looks.push(readTicks());
  if (looks.length > LOOKS) looks.shift();
}, LOOK_EVERY_MS).unref();

/** Which share of the last half minute the host gave to others. */
function shareTaken(): number {
  const [then, now] = [looks[0]!, readTicks()];
  return now.all > then.all ? Math.min(MOST_TAKEN, (now.taken - then.taken) / (now.all - then.all)) : 0;
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. Where there is none, nothing is known. */
function readTicks(): Ticks {
  let line = '';
  try {
    line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  } catch {
    // Another system.
  }
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  return { all: ticks.reduce((sum, one) => sum + one, 0), taken: ticks[7] ?? 0 };
}

/** Waits until the condition holds; throws after that time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<number> {
  const startedAt = Date.now();
  for (const end = startedAt + limitMs; Date.now() < end; await sleep(25)) {
    if (await condition()) return Date.now() - startedAt;
  }
  throw new Error(`${what}: not within ${limitMs} ms`);
}

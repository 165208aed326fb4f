import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The child of a process whose command line holds `name`, once there is one. Linux only. */
export async function childOf(pid: number | undefined, name: string): Promise<number> {
  for (let tries = 0; tries < 1000; tries++, await sleep(10)) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const child = children.find((one) => commandOf(Number(one)).includes(name));
    if (child) return Number(child);
  }
  throw new Error(`there is no process ${name}`);
}

/** Empty where there is no such process any more. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

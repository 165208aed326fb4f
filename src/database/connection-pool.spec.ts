import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionPool } from './connection-pool';
import { parseDatabaseUrl } from '../config/database-url';
import { waysTo } from './connection-settings';
import type { Driver } from './driver';
import { Unreachable } from './unreachable';

type Connected = (error: Error | undefined, client?: unknown, release?: () => void) => void;

/** A driver whose pool answers after that time, as `pg` does. */
function driverThat(answers: (callback: Connected) => void, afterMs: number): Driver {
  class Pool {
    totalCount = 0;
    idleCount = 0;
    waitingCount = 0;
    on(): this {
      return this;
    }
    connect(callback: Connected): void {
      setTimeout(() => answers(callback), afterMs);
    }
  }
  return { Pool, types: { getTypeParser: () => String } } as unknown as Driver;
}

const settings = waysTo(parseDatabaseUrl('postgres://nobody@127.0.0.1:1/none')).at(-1)!;

describe('a connection that nobody waits for any more', () => {
  it('F48 may fail late, which the driver tells without a way to release it', async () => {
    const driver = driverThat((callback) => callback(new Error('timeout exceeded when trying to connect')), 30);
    const pool = new ConnectionPool(driver, settings, 2, true);
    await expect(pool.take(5)).rejects.toBeInstanceOf(Unreachable);
    // An exception in the driver's timer would be the end of the process.
    await sleep(60);
  });

  it('is given back when it comes late', async () => {
    const release = jest.fn();
    const pool = new ConnectionPool(
      driverThat((callback) => callback(undefined, {}, release), 30),
      settings,
      2,
      true,
    );
    await expect(pool.take(5)).rejects.toBeInstanceOf(Unreachable);
    await sleep(60);
    expect(release).toHaveBeenCalledTimes(1);
  });
});

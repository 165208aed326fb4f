import { ConnectionPool } from './connection-pool';
import { parseDatabaseUrl } from '../config/database-url';
import { waysTo } from './connection-settings';
import type { Driver } from './driver';
import { Unreachable } from './unreachable';

type Connected = (error: Error | undefined, client?: unknown, release?: () => void) => void;

/** A driver whose pool answers when it is told to, as `pg` does in a timer of its own. */
function driverOnCall(): { driver: Driver; answer: Connected } {
  let waiting: Connected = () => undefined;
  class Pool {
    totalCount = 0;
    idleCount = 0;
    waitingCount = 0;
    on(): this {
      return this;
    }
    connect(callback: Connected): void {
      waiting = callback;
    }
  }
  const driver = { Pool, types: { getTypeParser: () => String } } as unknown as Driver;
  return { driver, answer: (...told) => waiting(...told) };
}

const settings = waysTo(parseDatabaseUrl('postgres://nobody@127.0.0.1:1/none')).at(-1)!;

describe('a connection that nobody waits for any more', () => {
  it('F48 may fail late, which the driver tells without a way to release it', async () => {
    const { driver, answer } = driverOnCall();
    await expect(new ConnectionPool(driver, settings, 2, true).take(5)).rejects.toBeInstanceOf(Unreachable);
    // An exception here would be the end of the process.
    expect(() => answer(new Error('timeout exceeded when trying to connect'))).not.toThrow();
  });

  it('is given back when it comes late', async () => {
    const { driver, answer } = driverOnCall();
    const release = jest.fn();
    await expect(new ConnectionPool(driver, settings, 2, true).take(5)).rejects.toBeInstanceOf(Unreachable);
    answer(undefined, {}, release);
    expect(release).toHaveBeenCalledTimes(1);
  });
});

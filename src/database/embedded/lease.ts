import { closeSync, constants, openSync, writeSync } from 'node:fs';

/**
 * One process's claim on the embedded server: the open write end of a named pipe whose reader is the watchdog.
 * The kernel closes it however the process dies, so there is no pid to be mistaken and nothing to clean up.
 */
export class Lease {
  private constructor(private descriptor: number | null) {}

  /** Takes a lease, or null where no watchdog reads the pipe (no server, or an orphan). */
  static open(fifo: string): Lease | null {
    try {
      return new Lease(openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENXIO' || code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Whether the watchdog still reads. */
  isWatched(): boolean {
    if (this.descriptor === null) return false;
    try {
      writeSync(this.descriptor, '\n');
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN';
    }
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}

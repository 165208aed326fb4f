/** One SQL statement with its values. A name makes it a prepared statement, where the connection allows those. */
export interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
}

/** How long a statement may take, in milliseconds from now. */
export interface Patience {
  /** In all, the wait for a connection included. */
  totalMs: number;
  /** For a free connection. */
  acquireMs: number;
}

export const READ_PATIENCE: Patience = { totalMs: 800, acquireMs: 400 };
/** For what is read in large parts, or by nobody who waits for it. */
export const LONG_PATIENCE: Patience = { totalMs: 10_000, acquireMs: 2_000 };
export const WRITE_PATIENCE: Patience = { totalMs: 10_000, acquireMs: 5_000 };

/** Postgres cannot be asked now: the caller answers from the files. Never thrown for a bug in our SQL. */
export class Unreachable extends Error {
  constructor(
    /** In words that anybody may read: no host, no SQL. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`Postgres cannot be reached: ${reason}`, options);
    this.name = 'Unreachable';
  }
}

/** This server cannot be used until somebody changes it or the configuration: waiting alone does not help. */
export class ServerRefused extends Unreachable {}

/** What Postgres answers; something else where it is away. */
export async function orWhereAway<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Unreachable) return otherwise;
    throw error;
  }
}

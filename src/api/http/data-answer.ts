import type { UniverseView } from '../../catalogue/catalogue';

/** An answer made of datasets: its JSON, and what decides for how long it holds. */
export class DataAnswer {
  /** Headers beyond those that every answer with data has. */
  readonly headers: Record<string, string> = {};
  /** Whether the same request has the same answer while dataset and images stay as they are. */
  repeatable = true;

  constructor(
    readonly body: string | Buffer,
    /** The view that answered. */
    readonly view: UniverseView,
    readonly imageRevision: number | string,
    /** The universe that the request named; undefined: the default one. */
    readonly universe: string | undefined,
  ) {}

  withHeader(name: string, value: string): this {
    this.headers[name] = value;
    return this;
  }

  /** Marks an answer that must not be kept anywhere. */
  once(): this {
    this.repeatable = false;
    return this;
  }
}

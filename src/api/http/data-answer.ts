import type { DataSource } from '../../catalogue/universe-view';

/** What an answer was made of. */
export interface Provenance {
  source: DataSource;
  datasetKey: string;
  imageRevision: number | string;
  /** The universe that the request named; undefined: the default one. */
  universe: string | undefined;
}

/**
 * How long an answer holds: `dataset`: while dataset and images stay as they are; `body`: while its bytes are the
 * same (it must be made to know); `never`: the next one differs.
 */
export type Validity = 'dataset' | 'body' | 'never';

/** An answer made of datasets: its JSON, and what decides for how long it holds. */
export class DataAnswer {
  /** Headers beyond those that every answer with data has. */
  readonly headers: Record<string, string> = {};

  constructor(
    readonly body: string | Buffer,
    readonly made: Provenance,
    readonly validity: Validity = 'dataset',
  ) {}

  withHeader(name: string, value: string): this {
    this.headers[name] = value;
    return this;
  }
}

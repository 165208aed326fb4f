import type { DataSource } from '../../catalogue/universe-view';
import type { AnswerForm } from './answer-form';

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

/** An answer made of datasets: its text, and what decides for how long it holds. */
export class DataAnswer {
  /** Headers beyond those that every answer with data has. */
  readonly headers: Record<string, string> = {};
  form: AnswerForm = 'json';
  /** Where it is not that of its form. */
  mediaType: string | null = null;
  /** Whether there are other forms of it, which the Accept header chooses. */
  variesByAccept = false;

  constructor(
    readonly body: string | Buffer,
    readonly made: Provenance,
    readonly validity: Validity = 'dataset',
  ) {}

  /** It was written in this form because the caller accepts it. */
  inForm(form: AnswerForm): this {
    this.form = form;
    this.variesByAccept = true;
    return this;
  }

  withHeader(name: string, value: string): this {
    return this.withHeaders({ [name]: value });
  }

  withHeaders(headers: Record<string, string>): this {
    Object.assign(this.headers, headers);
    return this;
  }

  withType(mediaType: string): this {
    this.mediaType = `${mediaType}; charset=utf-8`;
    return this;
  }
}

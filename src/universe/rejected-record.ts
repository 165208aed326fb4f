export type RejectionCode =
  'NOT_JSON' | 'NOT_AN_OBJECT' | 'NO_TITLE' | 'TITLE_TOO_LONG' | 'BAD_TYPE' | 'BAD_PAGE_ID' | 'TOO_DEEP' | 'TOO_LARGE';

/** A record that is set aside: why, in words without its text, and of which article if that is known. */
export class RejectedRecord extends Error {
  constructor(
    readonly code: RejectionCode,
    readonly reason: string,
    readonly title?: string,
  ) {
    super(reason);
    this.name = 'RejectedRecord';
  }
}

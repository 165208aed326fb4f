/** Why a crawl stopped before its end. */
export type StopReason =
  /** The wiki's databases lag behind; it asks for patience. */
  | 'maxlag'
  /** A wall against programs. */
  | 'blocked'
  /** The request budget is used up. */
  | 'budget'
  /** The wiki does not answer, or answers with errors. */
  | 'unavailable'
  /** The answers make no sense: not the wiki's, or not whole. */
  | 'suspect'
  /** The wiki refuses: no API there, or no permission. */
  | 'refused'
  | 'interrupted';

/** A crawl that stopped with its checkpoint kept; the message says what happened and what to do. */
export class CrawlStopped extends Error {
  constructor(
    readonly reason: StopReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CrawlStopped';
  }

  /** A pause: going on later will help without anybody's doing. */
  get isPause(): boolean {
    return (
      this.reason === 'maxlag' || this.reason === 'budget' || this.reason === 'unavailable' || this.reason === 'blocked'
    );
  }
}

/** An error of the API about the one thing that was asked for; the crawl goes on without it. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    info: string,
  ) {
    super(`${code}: ${info}`);
    this.name = 'ApiError';
  }
}

/** The wiki fails at what was asked for, time and again: perhaps at one page of it, which asking for less will find. */
export class AnswerFailed extends Error {
  constructor(readonly what: string) {
    super(`The wiki fails to answer (${what}).`);
    this.name = 'AnswerFailed';
  }
}

/** The address was too long for the server (414): the caller asks for less at a time. */
export class AddressTooLong extends Error {}

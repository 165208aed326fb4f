/** Why a request did not bring an answer; statuses of the upstream are answers, not failures. */
export type EgressFailure =
  /** Not an http(s) URL at all. */
  | 'invalid-url'
  /** Not allowed: scheme, user info, host, port, special name or address, also of a redirect. */
  | 'forbidden'
  /** The total deadline passed, or the body came too slowly. */
  | 'timeout'
  /** The body, decoded, is larger than the caller takes. */
  | 'too-large'
  /** The name has no address, or nobody answers there. */
  | 'connect'
  /** The connection ended in the middle of an answer, or the answer is not HTTP. */
  | 'cut'
  /** An encoding that was not asked for, or bytes that are not in it. */
  | 'encoding'
  /** Too many redirects, a loop, or one without a target. */
  | 'redirect'
  /** A partial answer (206) to a request for the whole. */
  | 'partial'
  /** The caller gave up. */
  | 'aborted';

/** A request that brought no answer; the message names no host or address, so that it may be shown. */
export class EgressError extends Error {
  constructor(
    readonly kind: EgressFailure,
    message: string,
    options?: ErrorOptions,
    /** Where a redirect would have led that may not be followed; for the operator alone. */
    readonly target?: string,
  ) {
    super(message, options);
    this.name = 'EgressError';
  }
}

/** One constant text for everything that is not allowed, so that answers tell nothing about the network. */
export function forbidden(target?: URL): EgressError {
  const shown = target && `${target.origin}${target.pathname}`;
  return new EgressError('forbidden', 'This address is not allowed.', undefined, shown);
}

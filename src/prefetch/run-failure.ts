/** A failure with a code and words for whoever polls the status. */
export class RunFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RunFailure';
  }
}

/** A failure that ends by itself, or by the operator's hand: the run waits and tries again. */
export class RunPaused extends RunFailure {}

/** An error on its way from another thread or process: what the system said of it is kept. */
export interface SentError {
  kind: 'error';
  message: string;
  stack: string;
  code: string | undefined;
  path: string | undefined;
}

export function toSentError(thrown: unknown): SentError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack = '' } = error;
  const { code, path } = systemErrorOf(error);
  return { kind: 'error', message, stack, code, path };
}

export function fromSentError({ message, stack, code, path }: SentError): Error {
  return Object.assign(new Error(message), { stack, code, path });
}

/** What the system said, where it is the cause of the error, or the cause of its cause. */
export function systemErrorOf(error: unknown): Pick<NodeJS.ErrnoException, 'code' | 'path'> {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code, path }: NodeJS.ErrnoException = one;
    if (code !== undefined) return { code, path };
  }
  return {};
}

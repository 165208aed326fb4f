/** An error on its way from another thread or process: what the system said of it is kept. */
export interface SentError {
  kind: 'error';
  message: string;
  stack: string;
  code: string | undefined;
  path: string | undefined;
}

export function toSentError(thrown: unknown): SentError {
  const error: NodeJS.ErrnoException = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack = '', code, path } = error;
  return { kind: 'error', message, stack, code, path };
}

export function fromSentError({ message, stack, code, path }: SentError): Error {
  return Object.assign(new Error(message), { stack, code, path });
}

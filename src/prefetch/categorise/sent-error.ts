import { systemErrorOf } from '../run-pauses';

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

import type { IncomingMessage } from 'node:http';
import { acceptedWeights } from '../../params/accepted-weights';

/** What an answer is written in. */
export type AnswerForm = 'json' | 'markdown';

export const MEDIA_TYPES: Record<AnswerForm, string> = {
  json: 'application/json; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
};

/** Markdown where the caller names it and does not want JSON as much; wildcards do not count. */
export function askedForm(accept: string | undefined): AnswerForm {
  if (accept === undefined || !/text\/markdown/i.test(accept)) return 'json';
  const weights = acceptedWeights(accept);
  return (weights.get('text/markdown') ?? 0) > (weights.get('application/json') ?? 0) ? 'markdown' : 'json';
}

/** What tells one kept answer from another: the address, and the form that is asked for where it is not JSON. */
export function answerKey({ url = '', headers }: IncomingMessage): string {
  const form = askedForm(headers.accept);
  // No address holds a space.
  return form === 'json' ? url : `${url} ${form}`;
}

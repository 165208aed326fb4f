import { AsyncLocalStorage } from 'node:async_hooks';

export type Attributes = Record<string, string | number | undefined>;

export interface SpanStart {
  name: string;
  /** `server`: answers somebody; `client`: asks another server. */
  kind?: 'server' | 'client';
  /** Never a secret, a value of a statement or a query string: spans leave the house. */
  attributes?: Attributes;
  /** Of the request that it answers: a trace that they name is gone on with. */
  headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** Begins a trace of its own, whoever asked for it. */
  isRoot?: boolean;
}

/** One step of a trace. */
export interface Span {
  /** Spans that the work opens, also later, become parts of this one. */
  within<T>(work: () => T): T;
  /** What only the end knows, and what went wrong: an error, or a word for it. */
  end(attributes?: Attributes, failure?: unknown): void;
}

export type OpenSpan = (start: SpanStart) => Span;

const NONE: Span = { within: (work) => work(), end: () => undefined };

/**
 * One for the process, as in OpenTelemetry's own API: spans are opened in rooms that know nothing of each other. Null
 * where nobody wants traces, and then a span costs a comparison.
 */
let open: OpenSpan | null = null;

export function traceWith(opener: OpenSpan | null): void {
  open = opener;
}

export function isTracing(): boolean {
  return open !== null;
}

/** Opens a span, which the caller ends. */
export function openSpan(start: () => SpanStart): Span {
  return open?.(start()) ?? NONE;
}

/** Runs work as a span. `attributesOf` tells what its result has to say. */
export async function traced<T>(
  start: () => SpanStart,
  work: () => Promise<T>,
  attributesOf?: (result: T) => Attributes,
): Promise<T> {
  if (!open) return work();
  const span = open(start());
  try {
    const result = await span.within(work);
    span.end(attributesOf?.(result));
    return result;
  } catch (error) {
    span.end({}, error);
    throw error;
  }
}

/** The span that the work at hand is a part of, as the tracer knows it. */
export const currentSpan = new AsyncLocalStorage<unknown>();

import type { Readable } from 'node:stream';
import { Problem, type ProblemCode } from '../../problem/problem';
import type { ImageFailure } from '../image-failure';
import { mimeType, type ImageFormat } from '../image-format';

/** An image on its way to a client. */
export interface ImageAnswer {
  status: 200 | 304;
  headers: Record<string, string>;
  /** null for 304. */
  body: Buffer | Readable | null;
}

/** Nothing that comes from a stranger's server is ever run, framed or guessed at. */
export const SAFETY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
} as const;

const THIRTY_DAYS = 'public, max-age=2592000';
/** Clients should ask again soon for what we could not confirm. */
const FIVE_MINUTES = 'public, max-age=300';

export type CacheState = 'HIT' | 'MISS' | 'STALE';

export interface AnswerFacts {
  etag: string;
  cache: CacheState;
  format: ImageFormat;
  /** Seconds since the bytes were fetched, told where they are stale. */
  ageSeconds: number;
  variesByAccept: boolean;
}

/** Headers of an image, without its length. */
export function imageHeaders(facts: AnswerFacts): Record<string, string> {
  return {
    ...SAFETY_HEADERS,
    'content-type': mimeType(facts.format),
    'cache-control': facts.cache === 'STALE' ? FIVE_MINUTES : THIRTY_DAYS,
    etag: facts.etag,
    'x-cache': facts.cache,
    ...(facts.cache === 'STALE' ? { age: String(facts.ageSeconds) } : {}),
    ...(facts.variesByAccept ? { vary: 'Accept' } : {}),
  };
}

const DETAILS: Partial<Record<ProblemCode, string>> = {
  BAD_PARAMETER: 'The parameter url must be one absolute http or https URL.',
  FORBIDDEN_URL: 'Images of this address are not served.',
  OVERLOADED: 'The image cannot be fetched at the moment. Try again in a few seconds.',
};

/** A failure as the caller may hear it; what is not allowed sounds the same whatever the reason. */
export function problemOf(failure: ImageFailure, retryAfterMs: number | null = null): Problem {
  const { code } = failure.consequences;
  const waits = code === 'HOST_PAUSED' || code === 'OVERLOADED' || code === 'IMAGES_UNAVAILABLE';
  const seconds = Math.max(1, Math.ceil((retryAfterMs ?? failure.extra.retryAfterMs ?? 5000) / 1000));
  return new Problem(code, DETAILS[code] ?? failure.message, waits ? { retryAfterSeconds: seconds } : {}, {
    cause: failure,
  });
}

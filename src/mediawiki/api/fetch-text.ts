import type { EgressClient } from '../../egress/egress-client';

export interface TextRequest {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  /** Body of a POST, form-encoded. */
  form?: string;
  deadlineMs: number;
  /** Of the unpacked body. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface TextAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** The address that answered, after redirects. */
  url?: string;
}

/** One request to a wiki. Any HTTP status is an answer; everything else throws. */
export type FetchText = (url: string, request: TextRequest) => Promise<TextAnswer>;

/** Sends a wiki's requests through the one way out. */
export function fetchTextBy(client: Pick<EgressClient, 'fetch'>): FetchText {
  return async (url, { method, headers, form, deadlineMs, maxBytes, signal }) => {
    const answer = await client.fetch(url, {
      method,
      headers: form === undefined ? headers : { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      ...(form === undefined ? {} : { body: form }),
      encodings: ['gzip'],
      deadlineMs,
      maxBytes,
      signal,
    });
    return { status: answer.status, headers: answer.headers, body: answer.body.toString('utf8'), url: answer.finalUrl };
  };
}

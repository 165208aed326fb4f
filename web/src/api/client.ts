import { signal } from './signal';

/** Where the last data came from; null before the first answer. */
export const dataSource = signal<string | null>(null);

/** Whether the server answered the last request at all. */
export const serverReachable = signal(true);

/** An answer that is an error, in the server's own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Members of the problem document beyond the standard ones, such as suggestions. */
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

type Parameters = Record<string, string | number | boolean | readonly string[] | undefined>;

export function apiUrl(path: string, parameters: Parameters = {}): string {
  const url = new URL(path, document.baseURI);
  url.hash = '';
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) for (const one of value as string[]) url.searchParams.append(name, one);
    else if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** Path of the wiki API; each part is encoded, so that titles may hold anything. */
export function wikiUrl(parts: readonly string[], parameters: Parameters = {}): string {
  return apiUrl(['api/v1/wiki', ...parts.map(encodeURIComponent)].join('/'), parameters);
}

/** How long lists are in all, by their URLs, as far as their answers said. */
export const listTotals = new Map<string, number>();

/** Fetches JSON. Throws ApiError for an error's answer, and for none with status 0. */
export async function fetchJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  const answer = await answerOf(url, init);
  const source = answer.headers.get('x-data-source');
  if (source) dataSource.value = source;
  const total = answer.headers.get('x-total-count');
  if (total !== null) listTotals.set(url, Number(total));
  if (answer.ok) return (await answer.json()) as T;
  const problem = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const detail = problem.detail ?? problem.title ?? `The server answered ${answer.status}.`;
  throw new ApiError(answer.status, String(problem.code ?? 'UNKNOWN'), String(detail), problem);
}

/** Fetches an answer as it is written, in the form that is asked for. */
export async function fetchText(url: string, accept: string): Promise<string> {
  const answer = await answerOf(url, { headers: { Accept: accept } });
  if (!answer.ok) throw new ApiError(answer.status, 'UNKNOWN', `The server answered ${answer.status}.`);
  return answer.text();
}

async function answerOf(url: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(url, init);
    serverReachable.value = true;
    return answer;
  } catch (error) {
    if ((error as Error).name !== 'AbortError') serverReachable.value = false;
    throw new ApiError(0, 'NO_ANSWER', 'The server does not answer. The page tries again by itself.');
  }
}

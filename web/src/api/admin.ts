import { apiUrl, fetchJson } from './client';
import type { FailedJobs } from './types';

const KEY = 'lorekeeper-admin-key';

/** The key lives as long as the tab does, and goes nowhere but into the header of admin requests. */
export function adminKey(): string {
  return sessionStorage.getItem(KEY) ?? '';
}

export function rememberAdminKey(key: string): void {
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
}

function post<T>(path: string, parameters: Record<string, string | boolean | undefined> = {}): Promise<T> {
  return fetchJson<T>(apiUrl(path, parameters), { method: 'POST', headers: { 'X-API-Key': adminKey() } });
}

/** Without a universe: the default one, or what lies in the file cache by now where only the demo is served. */
export function startRun(
  universe: string | undefined,
  force: boolean,
): Promise<{ run_id: string | number; universe: string }> {
  return post('prefetch/run', { universe, force_refresh: force || undefined });
}

export function cancelRun(): Promise<unknown> {
  return post('prefetch/cancel');
}

/** Jobs that were given up, the latest first. */
export function failedJobs(): Promise<FailedJobs> {
  return fetchJson(apiUrl('jobs/failed'), { headers: { 'X-API-Key': adminKey() } });
}

export function retryJob(id: string): Promise<unknown> {
  return post(`jobs/${encodeURIComponent(id)}/retry`);
}

export function setJobsPaused(isPaused: boolean): Promise<unknown> {
  return post(isPaused ? 'jobs/pause' : 'jobs/resume');
}

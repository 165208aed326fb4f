import { get } from 'node:http';

/** Asks the service once for what a start needs, then lets the launcher keep the compiled code. */
export async function warm(url: string): Promise<void> {
  for (const path of ['/live', '/health', '/prefetch/status']) await ask(url + path);
  (globalThis as { __writeCodeCache?: () => void }).__writeCodeCache?.();
}

function ask(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

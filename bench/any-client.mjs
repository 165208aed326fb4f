// A load generator for any HTTP server, whatever way it ends its bodies.
import { Agent, request } from 'node:http';

/** Requests per second and the median latency (ms) of `paths`, asked in turn for some seconds, after as many to warm up. */
export async function loadAny(url, paths, connections, seconds) {
  const half = paths.length >> 1;
  await ask(url, paths.slice(half), connections, seconds);
  return ask(url, paths.slice(0, half), connections, seconds);
}

async function ask(url, paths, connections, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies = [];
  let failed = 0;
  const endAt = performance.now() + seconds * 1000;
  let next = 0;
  const worker = async () => {
    while (performance.now() < endAt) {
      const sentAt = performance.now();
      if ((await statusOf(url + paths[next++ % paths.length], agent)) >= 500) failed++;
      latencies.push(performance.now() - sentAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const perSecond = latencies.length / ((performance.now() - startedAt) / 1000);
  agent.destroy();
  latencies.sort((a, b) => a - b);
  return { perSecond, p50: latencies[latencies.length >> 1] ?? 0, failed };
}

function statusOf(url, agent, tries = 3) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => resolve(response.statusCode));
    });
    // A server may close a connection at the moment it is used again.
    const onError = (error) =>
      error.code === 'ECONNRESET' && tries > 1 ? resolve(statusOf(url, agent, tries - 1)) : reject(error);
    asked.once('error', onError).end();
  });
}

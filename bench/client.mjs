// A load generator of its own process: keep-alive connections, one request at a time on each.
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { port, paths, connections, seconds } = workerData;
const latencies = [];
const statuses = {};
let next = 0;
const endAt = performance.now() + seconds * 1000;

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    let sentAt = 0;
    let expected = -1;
    let received = 0;
    let head = Buffer.alloc(0);
    const send = () => {
      if (performance.now() >= endAt) {
        socket.destroy();
        return resolve();
      }
      const path = paths[next++ % paths.length];
      sentAt = performance.now();
      expected = -1;
      received = 0;
      head = Buffer.alloc(0);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`);
    };
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (expected < 0) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        const status = text.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        expected = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        received = head.length - end - 4;
      } else received += chunk.length;
      if (received < expected) return;
      latencies.push(performance.now() - sentAt);
      send();
    });
  });
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: connections }, open));
const elapsed = (performance.now() - startedAt) / 1000;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
parentPort.postMessage({
  perSecond: latencies.length / elapsed,
  p50: at(0.5),
  p99: at(0.99),
  requests: latencies.length,
  statuses,
});

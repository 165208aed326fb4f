import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { MAIN, ms } from '../bench.mjs';
import { median, startProgram, until } from '../lab.mjs';

const COUNT = 500;
const LATENCY_MS = 20;
const WORKERS = 20;
const ROUNDS = 3;

/** Small images from a local host that takes its time. */
export async function images(bench) {
  const dir = join(bench.work, 'pictures');
  const files = await draw(dir);
  const decoding = await decodeAll(files);
  const host = createServer(async (request, response) => {
    await sleep(LATENCY_MS);
    response.setHeader('content-type', 'image/png').end(files[Number(/\d+/.exec(request.url)[0])]);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => host.once('listening', resolve));
  const { port } = host.address();
  const record = (i) => ({
    title: `Picture ${i}`,
    infobox: { type: 'Planet', fields: [] },
    image: `http://127.0.0.1:${port}/${i}.png`,
  });
  mkdirSync(join(dir, bench.universe), { recursive: true });
  writeFileSync(join(dir, bench.universe, 'articles.jsonl'), files.map((_, i) => JSON.stringify(record(i))).join('\n'));
  const times = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await fetchAll(bench, dir, port, round));
  host.close();
  const latency = (COUNT * LATENCY_MS) / WORKERS;
  const took = median(times);
  bench.row(`${COUNT} images, ${LATENCY_MS} ms latency, ${WORKERS} workers`, {
    value: ms(took),
    limit: `${ms(latency)} of latency + ${ms(decoding)} of decoding`,
    ratio: took / (latency + decoding),
    atMost: 1.3,
  });
}

async function fetchAll(bench, dir, port, round) {
  const env = {
    DATABASE_URL: 'none',
    PREFETCH_IMAGES: 'true',
    IMAGE_CATEGORIES: 'all',
    IMAGE_WORKERS: String(WORKERS),
    IMAGE_CACHE_DIR: join(bench.work, `fetched-${round}`),
    IMAGE_ALLOWED_HOSTS: `127.0.0.1:${port}`,
  };
  const service = await startProgram(MAIN, bench.env(dir, env));
  await until(async () => service.log().includes('ALL DONE'), 120_000, 20);
  const lines = service.log().split('\n').filter(Boolean);
  const stage = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'STAGE 2 done');
  const { progress } = await (await fetch(`${service.url}/prefetch/status`)).json();
  await service.stop();
  if (progress.images_downloaded !== COUNT) throw new Error(`${progress.images_downloaded} of ${COUNT} images came`);
  return stage.seconds * 1000;
}

async function draw(dir) {
  mkdirSync(dir, { recursive: true });
  const files = [];
  for (let i = 0; i < COUNT; i++) {
    const background = { r: i % 256, g: (i * 7) % 256, b: 90 };
    files.push(
      await sharp({ create: { width: 120, height: 90, channels: 3, background } })
        .png()
        .toBuffer(),
    );
  }
  return files;
}

/** What sharp alone needs to decode each once into a placeholder, as many at a time as there are cores. */
async function decodeAll(files) {
  const startedAt = performance.now();
  let next = 0;
  const worker = async () => {
    for (let file = files[next++]; file; file = files[next++]) {
      await sharp(file).resize(48, 48, { fit: 'inside' }).ensureAlpha().raw().toBuffer();
    }
  };
  await Promise.all(Array.from({ length: cpus().length }, worker));
  return performance.now() - startedAt;
}

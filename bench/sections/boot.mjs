import { join } from 'node:path';
import { MAIN, ms } from '../bench.mjs';
import { median, root, startProgram } from '../lab.mjs';

const ROUNDS = 10;
const REACH_MS = 600;

/** From the spawn of the process to the first answer, against the same Nest and Fastify with one route. */
export async function boot(bench) {
  const env = bench.env(bench.cacheDir, { DATABASE_URL: 'none', PREFETCH_ON_START: 'false' });
  const programs = {
    bare: [join(root, 'bench/bare-nest.cjs'), {}, '/live'],
    live: [MAIN, env, '/live'],
    data: [MAIN, env, '/api/v1/wiki/canon/summary'],
  };
  const times = { bare: [], live: [], data: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, program] of Object.entries(programs)) {
      const service = await startProgram(...program);
      times[name].push(service.ms);
      await service.stop();
    }
  }
  const bare = median(times.bare);
  for (const [name, asked] of [
    ['boot to the first 200 on /live', times.live],
    ['boot to the first data from files', times.data],
  ]) {
    const took = median(asked);
    bench.row(name, {
      value: ms(took),
      limit: ms(bare),
      ratio: took / bare,
      atMost: 1.3,
      also: { text: 'under 600 ms', met: took < REACH_MS },
    });
  }
}

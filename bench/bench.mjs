// What the sections of the benchmarks share: the folder, the universe that is measured, and the table.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lab.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The service, with the options that `npm start` gives Node. */
export const MAIN = [...scripts.start.split(' ').filter((word) => word.startsWith('-')), join(root, 'dist/main.js')];
export const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const perSecond = (value) => `${Math.round(value).toLocaleString('en')} req/s`;
export const megabytes = (value) => `${value.toFixed(value < 100 ? 1 : 0)} MB`;

/** One run of the benchmarks. */
export class Bench {
  rows = [];

  /** `work` is a temporary folder; `cacheDir` holds the native file cache of `universe`. */
  constructor({ work, universe, cacheDir, articles, seconds }) {
    Object.assign(this, { work, universe, cacheDir, articles, seconds });
  }

  /** The same run over another file cache, in folders of its own. */
  at(work) {
    const { universe, articles, seconds, rows } = this;
    mkdirSync(work, { recursive: true, mode: 0o711 });
    const other = new Bench({ work, universe, articles, seconds, cacheDir: join(work, 'cache') });
    other.rows = rows;
    return other;
  }

  /**
   * Notes a figure: `ratio` to its limit, and the ratio it should reach (`atMost` or `atLeast`). `also` is a second
   * demand on it, as text and whether it was met.
   */
  row(name, { value, limit, ratio, atMost, atLeast, also }) {
    const reach = (atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`) + (also ? `, ${also.text}` : '');
    const isReached = atMost === undefined ? ratio >= atLeast : ratio <= atMost;
    const ok = isReached && (also?.met ?? true);
    this.rows.push({ name, value, limit, ratio: Number(ratio.toFixed(3)), reach, ok });
    console.log(`${ok ? 'ok  ' : 'MISS'} ${name}: ${value} against ${limit} = ${ratio.toFixed(2)} (reach ${reach})`);
  }

  /** Notes a figure that has nothing to reach; `--compare` watches it all the same. */
  show(name, { value, limit, ratio }) {
    this.rows.push({ name, value, limit, ratio: Number(ratio.toFixed(3)), reach: '-', ok: null });
    console.log(`     ${name}: ${value} against ${limit} = ${ratio.toFixed(2)}`);
  }

  /** Surroundings, those of the container image, of a service that serves this file cache from folders of the run's own. */
  env(cacheDir = this.cacheDir, more = {}) {
    return {
      HOST: '127.0.0.1',
      CACHE_DIR: cacheDir,
      CONTENT_DIR: join(this.work, 'none'),
      IMAGE_CACHE_DIR: join(this.work, 'images'),
      DATA_DIR: join(this.work, 'data'),
      DEFAULT_UNIVERSE: this.universe,
      UNIVERSES: this.universe,
      PREFETCH_IMAGES: 'false',
      ADMIN_API_KEY: 'bench',
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      DRAIN_SECONDS: '0',
      MALLOC_MMAP_THRESHOLD_: '65536',
      MALLOC_ARENA_MAX: '2',
      ...more,
    };
  }

  /** Invents a file cache with the project's generator. */
  invent(dir, articles, more = []) {
    const args = ['corpus', '--articles', String(articles), '--out', dir, '--universe', this.universe, ...more];
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the universe could not be invented: ${stderr}`);
  }

  /** Files of the native form, in order. */
  nativeFiles(cacheDir = this.cacheDir) {
    const dir = join(cacheDir, this.universe);
    const names = readdirSync(dir).filter((name) => name.endsWith('.jsonl'));
    return names.sort().map((name) => join(dir, name));
  }
}

/** Largest resident size of a process so far, in MB. */
export function peakMegabytes(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** Watches the process in which a service builds datasets; `stop` gives its largest resident size, in MB. */
export function watchBuilder(pid) {
  let peak = 0;
  const look = () => {
    for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)) {
      if (readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('categorise.process')) {
        peak = Math.max(peak, peakMegabytes(child));
      }
    }
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch {
      // It has just ended.
    }
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createImages } from '../../src/images/create-images';
import { DecoderPool } from '../../src/images/decoder/decoder-pool';
import { systemClock } from '../../src/egress/clock';
import { EgressClient } from '../../src/egress/egress-client';
import { HostAllowList } from '../../src/egress/host-allow-list';
import { HostGate } from '../../src/images/download/host-gate';
import { ImageDownloader } from '../../src/images/download/image-downloader';
import { ImageFetcher } from '../../src/images/download/image-fetcher';
import { diskBacking } from '../../src/images/store/backing';
import { ImageStore } from '../../src/images/store/image-store';
import { faultyDisk, type DiskFaults, type DiskOperation } from '../harness/faulty-disk';

/** What the test wants of this process. */
export interface DownloadOrder {
  dir: string;
  host: string;
  urls: string[];
  workers: number;
  /** The program of a decoder process. */
  decoder: string;
  /** Dies at the n-th time that this point is reached. */
  crash?: { point: CrashPoint; at: number };
}

export type CrashPoint = 'opened' | 'half-written' | 'not-synced' | 'before-rename' | 'after-rename';

const POINTS: Record<CrashPoint, ['before' | 'after', DiskOperation]> = {
  opened: ['after', 'open'],
  'half-written': ['after', 'write'],
  'not-synced': ['before', 'sync'],
  'before-rename': ['before', 'rename'],
  'after-rename': ['after', 'rename'],
};

function crashAt({ point, at }: { point: CrashPoint; at: number }): DiskFaults {
  const [side, wanted] = POINTS[point];
  let times = 0;
  const die = (operation: DiskOperation) => {
    if (operation !== wanted || ++times < at) return;
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
  const isHalf = () => point === 'half-written' && times === at - 1;
  return { [side]: die, writeOnly: (bytes: number) => (isHalf() ? bytes >> 1 : bytes) };
}

/** Resident bytes of a process, from its own books. */
function rssOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function parts(order: DownloadOrder) {
  const decoders = new DecoderPool({ size: order.crash ? 1 : undefined, program: order.decoder });
  if (!order.crash) {
    const config = {
      dir: order.dir,
      workers: order.workers,
      maxBytes: 0,
      categories: 'all',
      store: null,
      publicUrl: null,
      allowedHosts: [order.host],
    } as const;
    return createImages({
      config: { ...config, allowedHosts: [order.host] },
      universeHosts: [],
      universesDir: '',
      userAgent: 'test',
      decoders,
    });
  }
  const clock = systemClock;
  const store = new ImageStore({
    backing: diskBacking(order.dir, { disk: faultyDisk(crashAt(order.crash)) }),
    decoders,
  });
  const egress = new EgressClient({ allow: new HostAllowList([order.host]), userAgent: 'test' });
  const gate = new HostGate({ clock, perHost: order.workers });
  const fetcher = new ImageFetcher({ egress, store, decoders });
  return {
    store,
    decoders,
    downloader: new ImageDownloader({ store, fetcher, decoders, egress, gate, clock }),
    close: async () => undefined,
  };
}

async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2]!) as DownloadOrder;
  const { store, decoders, downloader, close } = parts(order);
  await store.ready();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  await sleep(500);
  const idleP99Ms = delay.percentile(99) / 1e6;
  delay.reset();
  const rss: number[] = [];
  let decoderRss = 0;
  const timer = setInterval(() => {
    rss.push(process.memoryUsage.rss());
    decoderRss = Math.max(decoderRss, ...decoders.state().pids.map(rssOf));
  }, 50);
  const result = await downloader.downloadAll(order.urls, { workers: order.workers });
  clearInterval(timer);
  delay.disable();
  console.log(
    JSON.stringify({
      event: 'done',
      result,
      rss,
      decoderRss,
      loopP99Ms: delay.percentile(99) / 1e6,
      idleP99Ms,
      stats: store.stats(),
    }),
  );
  await close();
}

void main();

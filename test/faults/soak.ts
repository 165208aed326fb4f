// `npm run soak`: the service under steady load, with images, while its Postgres is killed, frozen and restarted at
// random, the file cache is published anew every half minute, and runs, forced runs and invalidations are asked for at
// random moments. Ends with 1 where a client saw a failure or a wrong answer, where what was asked for last is not
// served in the end, or where memory grew.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FaultCdn } from '../harness/fault-cdn';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { png } from '../harness/sample-images';
import { seededRandom } from '../harness/seeded-random';
import { ServiceHome, TestService } from '../harness/service';
import { Readers } from './readers';
import { articlesOf, publishFiles, UNIVERSE, type WorldVersion } from './world';

const random = seededRandom();

const HELP = `Usage: npm run soak -- [--minutes 10] [--rate 50] [--articles 20000] [--out FILE]

Starts a Postgres and the service, asks RATE questions a second, and meanwhile kills, freezes, stops and restarts
Postgres at random, publishes a changed file cache every 30 s, and asks for runs, forced runs and invalidations at
random moments. Every answer is checked: 200, a count that was published, all articles of one version. Prints what
happened; exit 1 on any wrong answer, where what was asked for last is not served in the end, or where memory grew.

  --minutes N    how long
  --rate N       questions a second
  --articles N   size of the universe
  --out FILE     the report as JSON
  --help         this text`;

const PUBLISH_EVERY_MS = 30_000;
const IMAGES = 300;
/** Long enough that most of what is asked for finds the run before it among its images. */
const IMAGE_DELAY_MS = 500;
const ORDERS = {
  run: `/prefetch/run?universe=${UNIVERSE}`,
  'forced run': `/prefetch/run?universe=${UNIVERSE}&force_refresh=true`,
  invalidation: `/api/v1/wiki/cache/invalidate?universe=${UNIVERSE}`,
  'invalidation with images': `/api/v1/wiki/cache/invalidate?universe=${UNIVERSE}&clear_images=true`,
};
const SAMPLE_EVERY_MS = 2000;
/** The last quarter's median memory against the first one's; before that many minutes a process is still warming up. */
const MAX_GROWTH = 1.2;
const WARM_MINUTES = 5;
const SETTLE_MS = 60_000;

interface Options {
  minutes: number;
  rate: number;
  articles: number;
  out: string | undefined;
}

/** One soak, from the start of its servers to its report. */
class Soak {
  private readonly home = new ServiceHome();
  private readonly versions: WorldVersion[] = [];
  private readonly latencies: number[] = [];
  private readonly rss: number[] = [];
  private readonly statuses = new Map<string, number>();
  private readonly faults = new Map<string, number>();
  private readonly orders = new Map<string, number>();
  private readonly findings: string[] = [];
  private end = Infinity;
  private cdn!: FaultCdn;
  private service!: TestService;
  private server!: TestPostgres;
  private url = '';

  constructor(private readonly options: Options) {}

  async run(): Promise<boolean> {
    this.server = await startTestPostgres();
    this.cdn = await FaultCdn.start();
    try {
      await this.begin();
      const readers = new Readers(this.service, this.versions, 0);
      readers.onAnswer = ({ ms, status, headers }) => this.count(ms, status, headers.get('x-data-source'));
      await Promise.all([this.load(readers), this.publish(), this.order(), this.harm(), this.sample()]);
      this.findings.push(...readers.findings);
      await this.settle();
      return this.report();
    } finally {
      await this.service?.kill9();
      this.server.thaw();
      await this.server.stop();
      await this.cdn.close();
      this.home.remove();
    }
  }

  private async begin(): Promise<void> {
    this.url = await this.server.createDatabase();
    await this.drawImages();
    this.publishNext();
    const env = { DATABASE_URL: this.url, IMAGE_CATEGORIES: 'all', IMAGE_ALLOWED_HOSTS: this.cdn.host };
    this.service = await TestService.start(this.home, { env });
    await this.service.completed();
    await this.servedFromPostgres();
    this.end = Date.now() + this.options.minutes * 60_000;
  }

  private async drawImages(): Promise<void> {
    const picture = await png('soak');
    for (let number = 0; number < IMAGES; number++) {
      this.cdn.on(`/image-${number}.png`, async (_request, response) => {
        await sleep(IMAGE_DELAY_MS);
        response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      });
    }
  }

  private get isOver(): boolean {
    return Date.now() > this.end || this.service.exit !== null;
  }

  /** Open loop: the next question goes out on time, whether the last one was answered or not. */
  private async load(readers: Readers): Promise<void> {
    const open = new Set<Promise<void>>();
    const gapMs = 1000 / this.options.rate;
    const begun = performance.now();
    for (let turn = 0; !this.isOver; turn++) {
      const question = readers.askOnce(turn).finally(() => open.delete(question));
      open.add(question);
      await sleep(Math.max(0, begun + (turn + 1) * gapMs - performance.now()));
    }
    await Promise.all(open);
  }

  private async publish(): Promise<void> {
    for (let next = Date.now() + PUBLISH_EVERY_MS; !this.isOver; await sleep(200)) {
      if (Date.now() < next) continue;
      next += PUBLISH_EVERY_MS;
      this.publishNext();
      await this.askFor('invalidation');
    }
  }

  /** Beside the publications, whatever is at work just then. */
  private async order(): Promise<void> {
    const names = Object.keys(ORDERS) as (keyof typeof ORDERS)[];
    for (;;) {
      await this.pause(500, 15_000);
      if (this.isOver) return;
      await this.askFor(names[Math.floor(random() * names.length)]!);
    }
  }

  private async askFor(name: keyof typeof ORDERS): Promise<void> {
    this.orders.set(name, (this.orders.get(name) ?? 0) + 1);
    const { status, body, json } = await this.service.post<{ run_id?: string }>(ORDERS[name]);
    if (status === 202 && json.run_id) return;
    this.findings.push(`the ${name} that was asked for was answered with ${status}: ${body.slice(0, 200)}`);
  }

  private publishNext(): void {
    const world = { base: this.options.articles, bytes: 500, imageOrigin: this.cdn.url(''), images: IMAGES };
    const next = { ...world, version: this.versions.length + 1 };
    // First, for its answers may come as soon as it is there.
    this.versions.push(next);
    publishFiles(this.home.cacheDir, next);
  }

  private async harm(): Promise<void> {
    const { server } = this;
    const faults: Record<string, () => Promise<void>> = {
      'kill -9': () =>
        server
          .kill9()
          .then(() => this.pause(100, 5000))
          .then(() => server.restart()),
      'immediate stop': () =>
        server
          .stopImmediately()
          .then(() => this.pause(100, 5000))
          .then(() => server.restart()),
      'orderly restart': () => server.halt().then(() => server.restart()),
      frozen: async () => {
        server.freeze();
        await this.pause(500, 12_000);
        server.thaw();
      },
      'sessions ended': async () => void (await server.terminateBackends()),
    };
    const names = Object.keys(faults);
    while (!this.isOver) {
      await this.pause(1000, 9000);
      const name = names[Math.floor(random() * names.length)]!;
      this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
      await faults[name]!();
    }
  }

  private pause(fromMs: number, toMs: number): Promise<void> {
    return sleep(fromMs + random() * (toMs - fromMs));
  }

  private async sample(): Promise<void> {
    for (; !this.isOver; await sleep(SAMPLE_EVERY_MS)) this.rss.push(residentMb(this.service));
  }

  private count(ms: number, status: number, source: string | null): void {
    this.latencies.push(ms);
    const key = status === 200 ? `200 from ${source ?? 'nowhere'}` : String(status);
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
  }

  /** What must be true once the faults are over. */
  private async settle(): Promise<void> {
    if (this.service.exit) return void this.findings.push(`the service ended: ${JSON.stringify(this.service.exit)}`);
    const last = articlesOf(this.versions.at(-1)!);
    try {
      await this.servedFromPostgres(last);
      const { universes } = await this.service.completed(SETTLE_MS);
      const run = universes[UNIVERSE];
      if (run?.images_failed !== 0) this.findings.push(`${run?.images_failed} images failed in the last run`);
      await this.servedFromPostgres(last);
      const ask = <R>(sql: string) => this.server.query<R>(sql, [], this.url);
      const [rows] = await ask<{ n: number }>('SELECT count(*)::int AS n FROM wiki_articles');
      if (rows?.n !== last) this.findings.push(`the table holds ${rows?.n} articles, not ${last}`);
      const [datasets] = await ask<{ n: number }>('SELECT count(*)::int AS n FROM lorekeeper_datasets');
      if (datasets?.n !== 1) this.findings.push(`there are ${datasets?.n} datasets`);
      const [locks] = await ask<{ n: number }>(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`);
      if (locks?.n !== 0) this.findings.push(`${locks?.n} advisory locks are left`);
    } catch (error) {
      this.findings.push(`it did not settle: ${(error as Error).message.slice(0, 500)}`);
    }
  }

  private async servedFromPostgres(articles = articlesOf(this.versions[0]!)): Promise<void> {
    let seen = '';
    for (const end = Date.now() + SETTLE_MS; Date.now() < end; await sleep(100)) {
      const { headers, json } = await this.service.get<{ total_items: number }>(
        `/api/v1/wiki/canon/summary?universe=${UNIVERSE}`,
      );
      seen = `${json.total_items} from ${headers.get('x-data-source')}`;
      if (seen === `${articles} from postgres`) return;
    }
    throw new Error(`not served from Postgres in the end: ${seen}`);
  }

  private report(): boolean {
    const quarters = [0, 1, 2, 3].map((quarter) => {
      const size = this.rss.length / 4;
      return median(this.rss.slice(Math.floor(quarter * size), Math.floor((quarter + 1) * size)));
    });
    const growth = quarters[3]! / quarters[0]!;
    if (growth > MAX_GROWTH && this.options.minutes >= WARM_MINUTES)
      this.findings.push(`memory grew by a factor of ${growth.toFixed(2)}`);
    const sorted = [...this.latencies].sort((a, b) => a - b);
    const report = {
      minutes: this.options.minutes,
      requests: sorted.length,
      answers: Object.fromEntries([...this.statuses].sort()),
      faults: Object.fromEntries([...this.faults].sort()),
      publications: this.versions.length - 1,
      askedFor: Object.fromEntries([...this.orders].sort()),
      latencyMs: { median: at(sorted, 0.5), p99: at(sorted, 0.99), max: at(sorted, 1) },
      memoryMb: { byQuarter: quarters, growth: Number(growth.toFixed(2)), peak: Math.max(...this.rss) },
      errorLines: this.service.errors().length,
      findings: this.findings,
    };
    console.log(JSON.stringify(report, null, 2));
    if (this.options.out) {
      writeFileSync(
        this.options.out,
        JSON.stringify({ ...report, rssMb: this.rss, log: this.service.tail(500) }, null, 2),
      );
    }
    return this.findings.length === 0;
  }
}

function residentMb({ child }: TestService): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
}

function median(values: number[]): number {
  return at(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function at(sorted: number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  console.error(`--${name} wants a positive number`);
  return process.exit(2);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    // Behind the runner of TypeScript and this file.
    args: process.argv.slice(3),
    options: {
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '50' },
      articles: { type: 'string', default: '20000' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const soak = new Soak({
    minutes: positive('minutes', values.minutes),
    rate: positive('rate', values.rate),
    articles: positive('articles', values.articles),
    out: values.out,
  });
  process.exit((await soak.run()) ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, TestService } from '../harness/service';
import { articlesOf, titleOf, UNIVERSE, type WorldVersion } from './world';

const ENCODED = `universe=${UNIVERSE}`;

/** Clients that read all the time and note whatever no client should see. */
export class Readers {
  requests = 0;
  /** How long each answer took. */
  readonly times: number[] = [];
  readonly seen = new Set<number>();
  readonly sources = new Set<string>();
  /** What no client should see, in words. */
  readonly findings: string[] = [];
  onAnswer: ((answer: Answer) => void) | null = null;
  private stopped = false;
  private readonly loops: Promise<void>[];

  constructor(
    private readonly service: TestService,
    /** The versions that may be seen. */
    private readonly versions: readonly WorldVersion[],
    count = 4,
    private readonly pauseMs = 5,
  ) {
    this.loops = Array.from({ length: count }, (_, seed) => this.loop(seed));
  }

  get maxMs(): number {
    return this.times.reduce((longest, ms) => Math.max(longest, ms), 0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
  }

  private async loop(seed: number): Promise<void> {
    // A test that failed before `stop()` must still end: with its service.
    for (let turn = seed; !this.stopped && !this.service.exit; turn++) {
      try {
        await this.look(turn);
      } catch (error) {
        this.note(`request failed: ${String(error)} ${String((error as Error).cause ?? '')}`);
        await sleep(100);
      }
      await sleep(this.pauseMs);
    }
  }

  private async look(turn: number): Promise<void> {
    await this.askForCounts();
    await this.askForArticles(turn);
    await this.askForPage();
  }

  /** One question, of another kind with every turn. */
  async askOnce(turn: number): Promise<void> {
    try {
      if (turn % 4 === 0) await this.askForCounts();
      else if (turn % 4 === 1) await this.askForArticles(turn);
      else if (turn % 4 === 2) await this.askForPage();
      else await this.search(turn);
    } catch (error) {
      this.note(`request failed: ${String(error)} ${String((error as Error).cause ?? '')}`);
    }
  }

  private async askForCounts(): Promise<void> {
    const summary = await this.ask<{ total_items: number }>(`/api/v1/wiki/canon/summary?${ENCODED}`);
    if (summary) this.seeCount(summary.total_items);
  }

  private async askForArticles(turn: number): Promise<void> {
    const titles = Array.from({ length: 10 }, (_, i) => titleOf((turn * 37 + i * 11) % this.versions[0]!.base));
    const batch = await this.ask<{ articles: { title: string; description: string }[]; missing: string[] }>(
      `/api/v1/wiki/${UNIVERSE}/articles/batch`,
      { titles },
    );
    if (batch) this.seeBatch(titles, batch);
  }

  private async askForPage(): Promise<void> {
    const page = await this.ask<{ items: { description: string }[]; total: number }>(
      `/api/v1/wiki/${UNIVERSE}/articles?limit=20&sort=-title`,
    );
    if (page) this.seePage(page);
  }

  private async search(turn: number): Promise<void> {
    const title = titleOf((turn * 37) % this.versions[0]!.base);
    const found = await this.ask<{ results: { title: string; description: string }[] }>(
      `/api/v1/wiki/${UNIVERSE}/search?q=${encodeURIComponent(title)}&limit=5`,
    );
    if (!found) return;
    if (found.results[0]?.title !== title) this.note(`I1: the search for ${title} finds ${found.results[0]?.title}`);
    this.seeOneVersion(found.results);
  }

  private seeCount(count: number): void {
    this.seen.add(count);
    if (!this.versions.some((version) => articlesOf(version) === count)) this.note(`I1: a count of ${count}`);
  }

  private seeBatch(titles: string[], batch: { articles: { description: string }[]; missing: string[] }): void {
    if (batch.missing.length > 0) this.note(`I1: missing ${batch.missing.join(', ')} of ${titles.join(', ')}`);
    this.seeOneVersion(batch.articles);
  }

  /** List and details of one answer are of the same version. */
  private seePage(page: { items: { description: string }[]; total: number }): void {
    this.seeCount(page.total);
    const version = this.seeOneVersion(page.items);
    const counts = this.versions.filter((one) => one.version === version).map(articlesOf);
    if (!counts.includes(page.total)) this.note(`I1: total ${page.total} with articles of version ${version}`);
  }

  private seeOneVersion(articles: { description: string }[]): number {
    const found = new Set(articles.map(({ description }) => Number(/^Version (\d+)/.exec(description)?.[1] ?? -1)));
    if (found.size !== 1) this.note(`I1: versions ${[...found].join(', ')} in one answer`);
    return [...found][0] ?? -1;
  }

  private async ask<T>(path: string, body?: unknown): Promise<T | null> {
    this.requests++;
    const answer = await (body === undefined ? this.service.get<T>(path) : this.service.post<T>(path, body));
    this.times.push(answer.ms);
    this.onAnswer?.(answer);
    this.sources.add(answer.headers.get('x-data-source') ?? 'none');
    if (answer.status === 200) return answer.json;
    this.note(`${path}: ${answer.status} ${answer.body.slice(0, 200)}`);
    return null;
  }

  private note(finding: string): void {
    if (this.findings.length < 50) this.findings.push(finding);
  }
}

/** A client that asks whether the service lives, which needs no data: it waits only where the whole service stands still. */
export class Pulse {
  maxMs = 0;
  private stopped = false;
  private readonly beating: Promise<void>;

  constructor(private readonly service: TestService) {
    this.beating = this.beat();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.beating;
  }

  private async beat(): Promise<void> {
    while (!this.stopped && !this.service.exit) {
      const answer = await this.service.get('/live').catch(() => null);
      // The readers note what failed.
      if (!answer) return;
      this.maxMs = Math.max(this.maxMs, answer.ms);
      await sleep(5);
    }
  }
}

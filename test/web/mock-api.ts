import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { z } from 'zod';
import type { FailedJobs, PrefetchProgress } from '../../clients/typescript/lib';
import { OPERATIONS, type OperationId } from '../../src/api/openapi/operations';
import { pageHtml, stepsUp } from '../../src/api/page/page-html';
import { drawnByScript } from '../../src/api/page/views/other';
import { STAGE_DESCRIPTIONS } from '../../src/prefetch/stages/stages';
import { problem } from '../../src/api/openapi/problem-responses';
import { MOCK_LICENCE, MOCK_PLACES, MOCK_TEXTS, mockWorld, type MockArticle } from './mock-world';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The policy that the real server sends: the page must live with it. */
const POLICY =
  "default-src 'self'; base-uri 'self'; font-src 'self'; img-src 'self' https: data:; object-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'self'";

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const IDLE: PrefetchProgress = {
  stage: 'completed',
  universe: 'demo',
  log_id: 1,
  articles_total: 71,
  articles_processed: 71,
  articles_created: 71,
  articles_updated: 0,
  articles_unchanged: 0,
  articles_rejected: 0,
  images_total: 40,
  images_downloaded: 38,
  images_cached: 2,
  images_failed: 0,
  percent: 100,
  rate_per_second: 0,
  eta_seconds: null,
  started_at: '2026-01-01T10:00:00Z',
  completed_at: '2026-01-01T10:00:09Z',
  errors: [],
};

export type MockProgress = PrefetchProgress;

export interface MockOptions {
  articles?: MockArticle[];
  /** Category order, region tree and pictures of other data than the built-in world. */
  tree?: [string, string, string, string][];
  image?: (url: string, width: number) => Promise<Buffer | null>;
  root?: string;
  adminKey?: string;
}

/** Answers as the operations' schemas say, or fails, from an invented world in memory, and plays what a test tells it to. */
export class MockApi {
  readonly requests: string[] = [];
  /** Answers that the real service would not give: the mock must be put right. */
  readonly misfits: string[] = [];
  private progress: MockProgress = { ...IDLE };
  private running = false;
  private databaseUp = true;
  /** Why the image folder cannot be used, while it cannot. */
  trouble: string | null = null;
  /** Jobs that were given up; null: a service that tells nothing of jobs. */
  failedJobs: FailedJobs['jobs'] | null = null;
  private jobsPaused = false;
  private readonly streams = new Set<ServerResponse>();
  private readonly articles: MockArticle[];
  private readonly byTitle: Map<string, MockArticle>;
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => {
      this.misfits.push(`${request.url}: ${String(error)}`);
      response.writeHead(500).end();
    });
  });

  constructor(private readonly options: MockOptions = {}) {
    this.articles = options.articles ?? mockWorld();
    this.byTitle = new Map(this.articles.map((one) => [one.title, one]));
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.dropStreams();
    await new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
  }

  dropStreams(): void {
    for (const stream of this.streams) stream.destroy();
    this.streams.clear();
  }

  setDatabase(up: boolean): void {
    this.databaseUp = up;
  }

  /** Changes the progress and tells it to everyone who listens. */
  tell(change: Partial<MockProgress>): void {
    this.progress = { ...this.progress, ...change };
    this.running = !['idle', 'completed', 'failed', 'cancelled'].includes(this.progress.stage);
    for (const stream of this.streams) stream.write(this.event());
  }

  private event(): string {
    return `id: ${Date.now()}\ndata: ${JSON.stringify(this.status())}\n\n`;
  }

  private status() {
    const is_complete = this.progress.stage === 'completed';
    const { progress, running: is_running } = this;
    const queue = { mode: 'postgres', connected: true, warnings: [], paused: this.jobsPaused };
    const jobs = this.failedJobs && { jobs: { ...queue, failed: this.failedJobs.length } };
    return { is_complete, is_running, progress, universes: { demo: progress }, stages: STAGE_DESCRIPTIONS, ...jobs };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://mock');
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (url.pathname.startsWith('/api/v1/wiki/')) return this.answerWiki(url, response);
    switch (url.pathname) {
      case '/prefetch/events':
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        response.write(this.event());
        this.streams.add(response);
        request.on('close', () => this.streams.delete(response));
        return;
      case '/prefetch/status':
        return this.json(response, 'getPrefetchStatus', this.status());
      case '/jobs/failed':
      case '/jobs/pause':
      case '/jobs/resume':
        return this.answerJobs(url, request, response);
      case '/prefetch/run':
      case '/prefetch/cancel':
        return this.answerAdmin(url, request, response);
      case '/health':
        return this.json(response, 'getHealth', this.health());
      default:
        if (url.pathname.startsWith('/jobs/')) return this.answerJobs(url, request, response);
        return /\.\w+$/.test(url.pathname) ? this.file(url.pathname, response) : this.page(url.pathname, response);
    }
  }

  private health() {
    const since = '2026-01-01T12:00:00.000Z';
    return {
      status: this.databaseUp && !this.trouble ? 'healthy' : 'degraded',
      troubles: [
        ...(this.databaseUp ? [] : [{ name: 'database', reason: 'Postgres cannot be used: it refuses', since }]),
        ...(this.trouble ? [{ name: 'image_folder', reason: this.trouble, since }] : []),
      ],
      uptime_seconds: 4242,
      database: { connected: this.databaseUp, embedded: true, pool: { size: 3, idle: 2, waiting: 0, max: 10 } },
      cache: { enabled: true, hit_rate: 0.87 },
      authentication: true,
      version: '0.0.0-mock',
    };
  }

  private answerAdmin(url: URL, request: IncomingMessage, response: ServerResponse): void {
    if (request.headers['x-api-key'] !== (this.options.adminKey ?? 'open sesame')) {
      return this.problem(response, 401, 'UNAUTHORIZED', 'Send the admin key in X-API-Key.');
    }
    if (url.pathname === '/prefetch/cancel') {
      this.tell({ stage: 'cancelled' });
      return this.json(response, 'cancelPrefetch', { status: 'cancelling', run_id: 1, universe: 'demo' }, 202);
    }
    this.tell({ stage: 'categorizing', percent: 0, articles_processed: 0, completed_at: null });
    return this.json(response, 'startPrefetch', { run_id: 2, universe: 'demo' }, 202);
  }

  private answerJobs({ pathname }: URL, request: IncomingMessage, response: ServerResponse): void {
    if (request.headers['x-api-key'] !== (this.options.adminKey ?? 'open sesame')) {
      return this.problem(response, 401, 'UNAUTHORIZED', 'Send the admin key in X-API-Key.');
    }
    const { failedJobs: jobs } = this;
    const [, , id = ''] = pathname.split('/').map(decodeURIComponent);
    if (id === 'failed') {
      const queue = { mode: 'postgres', connected: true, warnings: [], paused: this.jobsPaused };
      return this.json(response, 'listFailedJobs', { ...queue, jobs });
    }
    if (pathname.endsWith('/retry')) this.failedJobs = jobs?.filter((job) => job.id !== id) ?? null;
    else this.jobsPaused = id === 'pause';
    this.tell({});
    if (pathname.endsWith('/retry')) return this.json(response, 'retryJob', { status: 'queued', job_id: id }, 202);
    return this.json(response, id === 'pause' ? 'pauseJobs' : 'resumeJobs', { paused: this.jobsPaused });
  }

  private async answerWiki(url: URL, response: ServerResponse): Promise<void> {
    const [first = '', ...rest] = url.pathname.slice('/api/v1/wiki/'.length).split('/').map(decodeURIComponent);
    const query = url.searchParams;
    if (first === 'universes') return this.data(response, 'listUniverses', this.universes());
    if (first === 'canon') return this.data(response, 'countArticles', this.summary());
    if (first === 'cache') return this.data(response, 'getCacheStats', this.stats());
    if (first === 'locations') return this.answerPlaces(rest[1] ?? '', query, response);
    if (first === 'image-proxy') return this.image(query, response);
    if (first !== 'demo') return this.problem(response, 404, 'UNKNOWN_UNIVERSE', `There is no universe ${first}.`);
    switch (rest[0]) {
      case 'search':
        return this.data(response, 'searchArticles', this.search(query));
      case 'suggest':
        return this.data(response, 'suggestArticles', this.suggest(query));
      case 'sections':
        return this.answerSections(rest.slice(1).join('/'), response);
      case 'links':
        return this.data(response, 'listLinks', this.links(rest.slice(1).join('/'), query));
      case 'facets':
        return this.data(response, 'countValues', this.facets(query));
      case 'articles':
        return rest[1] === 'batch'
          ? this.data(response, 'getArticles', await this.batch(response))
          : this.data(response, 'listArticles', this.list(query));
      case 'random':
        return this.data(response, 'getRandomArticle', this.articles[Math.floor(Math.random() * this.articles.length)]);
      default: {
        const found = this.byTitle.get(rest.slice(1).join('/'));
        if (found) return this.data(response, 'getArticle', found);
        return this.problem(response, 404, 'ARTICLE_NOT_FOUND', 'There is no such article.', {
          suggestions: [this.articles[0]?.title],
        });
      }
    }
  }

  private answerSections(title: string, response: ServerResponse): void {
    const article = this.byTitle.get(title);
    if (!article) return this.problem(response, 404, 'ARTICLE_NOT_FOUND', 'There is no such article.');
    const { id, category, source_url, licence, description } = article;
    const lead = [{ level: 1, heading: '', text: description }];
    const { sections, gallery } = MOCK_TEXTS[title] ?? { sections: lead, gallery: [] };
    const numbered = sections.map((section, index) => ({
      index,
      ...section,
      anchor: section.heading.replaceAll(' ', '_'),
      bytes: Buffer.byteLength(section.text),
    }));
    const rest = { gallery, truncated: false, next_section: null };
    this.send(response, { id, title, category, source_url, licence, sections: numbered, ...rest }, 200);
  }

  private universes() {
    const { total_items, categories } = this.summary();
    const one = { id: 'demo', name: 'Mock universe', articles: total_items, licence: MOCK_LICENCE, stale: false };
    return [{ ...one, categories, dataset_version: 'abcdef0123456789' }];
  }

  private summary() {
    const categories: Record<string, number> = {};
    for (const { category } of this.articles) categories[category] = (categories[category] ?? 0) + 1;
    return { universe: 'demo', total_items: this.articles.length, categories };
  }

  private list(query: URLSearchParams) {
    const matching = this.articles.filter(
      (one) =>
        (!query.get('category') || one.category === query.get('category')) &&
        (query.get('has_image') !== 'true' || one.image_url !== null) &&
        query.getAll('where').every((where) => {
          const [field = '', value] = where.split(':');
          return one.content[field] === value;
        }),
    );
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const next = from + limit < matching.length ? String(from + limit) : null;
    return { items: matching.slice(from, from + limit), next_cursor: next, total: matching.length };
  }

  private links(title: string, query: URLSearchParams) {
    const direction = query.get('direction') === 'in' ? ('in' as const) : ('out' as const);
    const linked = (from: MockArticle, to: string) =>
      from.infobox?.fields.filter(({ links }) => links.some((link) => link.title === to)).map(({ label }) => label) ??
      [];
    const items = this.articles.flatMap((one) => {
      const [from, to] = direction === 'in' ? [one, title] : [this.byTitle.get(title), one.title];
      const fields = from ? linked(from, to).map((label) => label.toLowerCase()) : [];
      const { category, summary, image_url } = one;
      return fields.length > 0 ? [{ title: one.title, category, summary, image_url, fields }] : [];
    });
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit') ?? 50);
    const next_cursor = to < items.length ? String(to) : null;
    return { title, direction, total: items.length, items: items.slice(from, to), next_cursor };
  }

  private facets(query: URLSearchParams) {
    const counts = new Map<string, number>();
    for (const { category, content } of this.articles) {
      const value = content[query.get('field') ?? ''];
      if (category === query.get('category') && typeof value === 'string') {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    return [...counts].map(([value, count]) => ({ value, count }));
  }

  private search(query: URLSearchParams) {
    const q = (query.get('q') ?? '').toLowerCase();
    const found = this.articles.filter(
      (one) =>
        [one.title, ...one.aliases].some((name) => name.toLowerCase().includes(q)) &&
        (!query.get('category') || one.category === query.get('category')),
    );
    const from = Number(query.get('offset') ?? 0);
    const results = found.slice(from, from + Number(query.get('limit') ?? 10)).map((one) => ({
      title: one.title,
      category: one.category,
      universe: 'demo',
      ...pictureOf(one),
      description: one.description,
      summary: one.summary,
      match: one.title.toLowerCase().includes(q) ? 'words' : 'alias',
      matched: one.title.toLowerCase().includes(q) ? null : (one.aliases[0] ?? null),
    }));
    return { universe: 'demo', query: q, category: query.get('category'), total: found.length, results };
  }

  private suggest(query: URLSearchParams) {
    const { results } = this.search(query);
    return results.slice(0, 8).map(({ title, category, summary, image_url }) => {
      const { id } = this.byTitle.get(title)!;
      return { id, title, category, summary, image_url };
    });
  }

  private async batch(response: ServerResponse) {
    let body = '';
    for await (const chunk of response.req) body += String(chunk);
    const { titles } = JSON.parse(body) as { titles: string[] };
    return {
      articles: titles.flatMap((title) => this.byTitle.get(title) ?? []),
      missing: titles.filter((title) => !this.byTitle.has(title)),
    };
  }

  private answerPlaces(kind: string, query: URLSearchParams, response: ServerResponse): void {
    const tree = this.options.tree ?? MOCK_PLACES;
    const names = (column: number, where: number, value: string | null) => [
      ...new Set(tree.filter((row) => where < 0 || row[where] === value).map((row) => row[column] ?? '')),
    ];
    const place = (name: string) => {
      const found = this.byTitle.get(name);
      return { name, description: found?.description ?? '', summary: found?.summary ?? '', ...pictureOf(found) };
    };
    if (kind === 'regions') return this.data(response, 'listRegions', names(0, -1, null));
    if (kind === 'systems-by-region') return this.data(response, 'listSystems', names(1, 0, query.get('region')));
    if (kind === 'planets-by-system') {
      return this.data(response, 'listPlanetsOfSystem', names(2, 1, query.get('system')).map(place));
    }
    this.data(response, 'listPlaces', names(3, 2, query.get('planet')).map(place));
  }

  private stats() {
    return {
      universe: 'demo',
      backend: this.databaseUp ? 'hybrid' : 'file',
      total_articles: this.articles.length,
      articles_with_images: this.articles.filter((one) => one.image_url).length,
      categories: this.summary().categories,
      images: { files: 40, bytes: 3_456_789, by_format: { webp: 30, png: 10 } },
      file_cache: { exists: true, files: 2, bytes: 1_234_567, created_at: '2026-01-01T00:00:00Z', stale: false },
      postgresql: { connected: this.databaseUp, bytes: 9_876_543, tables: { wiki_articles: this.articles.length } },
      recent_operations: [
        operation(3, 'completed', '2026-01-03T10:00:00Z', 9.1),
        operation(2, 'failed', '2026-01-02T10:00:00Z', 2.5),
        operation(1, 'completed', '2026-01-01T10:00:00Z', 8.7),
      ],
    };
  }

  private async image(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const bytes = (await this.options.image?.(query.get('url') ?? '', Number(query.get('w') ?? 400))) ?? PIXEL;
    response.writeHead(200, { 'content-type': bytes === PIXEL ? 'image/png' : 'image/webp' }).end(bytes);
  }

  private data(response: ServerResponse, operation: OperationId, body: unknown): void {
    response.setHeader('x-data-source', this.databaseUp ? 'postgres' : 'file');
    this.json(response, operation, body);
  }

  private json(response: ServerResponse, operation: OperationId, body: unknown, status = 200): void {
    (OPERATIONS[operation].answer as z.ZodType).parse(body);
    this.send(response, body, status);
  }

  private problem(response: ServerResponse, status: number, code: string, detail: string, extra = {}): void {
    const body = { type: 'about:blank', title: code, status, detail, code, request_id: 'mock', ...extra };
    this.send(response, problem.parse(body), status);
  }

  private send(response: ServerResponse, body: unknown, status: number): void {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' });
    response.end(JSON.stringify(body));
  }

  /** As the server writes a view that only the script draws. */
  private async page(path: string, response: ServerResponse): Promise<void> {
    const template = await readFile(join(this.root, 'index.html'), 'utf8');
    const html = pageHtml(template, drawnByScript('Mock', 'A mock.'), { up: stepsUp(path), site: 'http://mock/' });
    response.writeHead(200, { 'content-type': TYPES['.html'], 'content-security-policy': POLICY }).end(html);
  }

  private get root(): string {
    return this.options.root ?? join(__dirname, '../../web/dist');
  }

  private async file(path: string, response: ServerResponse): Promise<void> {
    const bytes = await readFile(join(this.root, normalize(path))).catch(() => null);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(bytes ? 200 : 404, { 'content-type': type, 'content-security-policy': POLICY });
    response.end(bytes);
  }
}

function pictureOf(article: MockArticle | undefined) {
  const { image_url = null, image_cached = false } = article ?? {};
  return { image_url, image_cached, image_width: null, image_height: null, placeholder: null };
}

function operation(id: number, status: string, started_at: string, duration_seconds: number) {
  return {
    id,
    universe: 'demo',
    operation_type: 'startup_prefetch_all',
    status,
    articles_processed: 71,
    articles_created: 71,
    articles_updated: 0,
    images_downloaded: 38,
    images_cached: 2,
    images_failed: 0,
    errors_count: status === 'failed' ? 1 : 0,
    error_message: status === 'failed' ? 'The file cache could not be read.' : null,
    started_at,
    completed_at: started_at,
    duration_seconds,
  };
}

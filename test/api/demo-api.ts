import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Metrics } from '../../src/api/metrics/metrics';
import { openApiDocument } from '../../src/api/openapi/openapi-document';
import type { OperationId } from '../../src/api/openapi/operations';
import { CrawlRequests } from '../../src/api/service/crawl-requests';
import { ImageProxy } from '../../src/images/proxy/image-proxy';
import { JobRunner } from '../../src/jobs/job-runner';
import { ADMIN_KEY, catalogueOver, startApi, TestWorld, type TestApi } from './test-api';

const ROOT = join(__dirname, '../..');
const DEMO = join(ROOT, 'universes/demo');

/** Every controller over the demo universe and over doubles of what fills it, whose figures never change. */
export async function startDemoApi(): Promise<TestApi> {
  const lines = await readFile(join(DEMO, 'articles.jsonl'), 'utf8');
  const records = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { image: string | null });
  const world = await TestWorld.create();
  await world.publishFolder('demo', DEMO);
  const api = await startApi(catalogueOver(world), {}, [
    [ImageProxy, { get: () => Promise.resolve({ status: 200, headers: {}, body: 'bytes' }) }],
    [Metrics, Object.assign(new Metrics('0.0.0-test'), { render: () => Promise.resolve('# HELP\n') })],
    [JobRunner, JOBS],
    [CrawlRequests, ORDERS],
  ]);
  for (const { image } of records) if (image) api.images.cached.add(image);
  api.prefetch.change({
    universe: 'demo',
    stage: 'writing_to_postgresql',
    log_id: 7,
    articles_total: records.length,
    articles_processed: 162,
    articles_created: 162,
    percent: 50,
    rate_per_second: 41_000,
    eta_seconds: 1,
    started_at: '2026-01-01T00:00:00.000Z',
  });
  const close = async () => {
    await api.close();
    await world.remove();
  };
  return { ...api, close };
}

const JOBS = {
  start: () => undefined,
  stop: () => Promise.resolve(),
  status: () => ({ mode: 'redis', connected: true, warnings: [] }),
  isPaused: () => Promise.resolve(false),
  setPaused: () => Promise.resolve(),
  listFailed: () =>
    Promise.resolve([
      {
        id: 'crawl.star_wars',
        kind: 'crawl',
        universe: 'star_wars',
        code: 'job_stalled',
        reason: 'The worker that had it died or hung, more than once',
        attempts: 1,
        failedAt: '2026-01-01T00:00:00.000Z',
      },
    ]),
};
const ORDERS = {
  crawl: (universe: string) => Promise.resolve({ jobId: `crawl.${universe}`, universe }),
  retry: () => Promise.resolve(true),
};

/** One operation of the document as a request made of its examples. */
export interface ExampleRequest {
  operationId: OperationId;
  method: string;
  path: string;
  body?: string;
  answersJson: boolean;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  style?: string;
  example?: unknown;
}

interface Described {
  operationId: OperationId;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example: unknown }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** What "try it out" sends: every parameter with its example. */
export function exampleRequests(document: Record<string, unknown>): ExampleRequest[] {
  const paths = document.paths as Record<string, Record<string, Described>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses }]) => {
      const body = requestBody && JSON.stringify(requestBody.content['application/json']?.example);
      return {
        operationId,
        method: method.toUpperCase(),
        path: addressOf(path, parameters),
        ...(body ? { body } : {}),
        answersJson: Boolean((responses[200] ?? responses[202])?.content?.['application/json']),
      };
    }),
  );
}

function addressOf(path: string, parameters: readonly Parameter[]): string {
  let address = path;
  const query = new URLSearchParams();
  for (const { name, in: place, style, example } of parameters) {
    if (example === undefined) continue;
    if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(String(example)));
    else if (style !== 'deepObject') query.set(name, String(example));
    else for (const [key, value] of Object.entries(example as object)) query.set(`${name}[${key}]`, String(value));
  }
  return query.size === 0 ? address : `${address}?${query.toString()}`;
}

export function ask(url: string, { method, path, body }: ExampleRequest): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: {
      'x-api-key': Buffer.from(ADMIN_KEY).toString('latin1'),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
}

/** The document of this code, its examples answered by the service itself. */
export async function documentWithExamples(api: TestApi): Promise<Record<string, unknown>> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const examples: Partial<Record<OperationId, unknown>> = {};
  for (const request of exampleRequests(openApiDocument(api.app, version, {}))) {
    if (!request.answersJson) continue;
    const response = await ask(api.url, request);
    if (!response.ok) throw new Error(`${request.path}: ${response.status} ${await response.text()}`);
    if (request.operationId !== 'getOpenApi') examples[request.operationId] = shortened(await response.json());
  }
  // Which article chance gives for a seed changes with every dataset.
  return openApiDocument(api.app, version, { ...examples, getRandomArticle: examples.getArticle });
}

const LONGEST_LIST = 3;
/** What differs from run to run, or with every new rule. */
const FIXED: Record<string, unknown> = {
  uptime_seconds: 12.5,
  hit_rate: 0.93,
};
const DATASET_KEY = /^[0-9a-f]{32}$/;
/** Keys change with every rule of the categories and of the format. */
const FIXED_KEY = '5845cef9097aa2bf5065ecb5ac5973c7';

function shortened(value: unknown, name = ''): unknown {
  if (name in FIXED) return FIXED[name];
  if (typeof value === 'string' && DATASET_KEY.test(value)) return FIXED_KEY;
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((one) => shortened(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, shortened(one, member)]));
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageProxyController } from '../../src/api/image-proxy.controller';
import { Metrics } from '../../src/api/metrics/metrics';
import { MetricsController } from '../../src/api/metrics/metrics.controller';
import { ANSWERS, problem, type AnswerName } from '../../src/api/openapi/answers';
import { EXAMPLES } from '../../src/api/openapi/examples';
import { openApiDocument } from '../../src/api/openapi/openapi-document';
import { JobOrders } from '../../src/api/ports';
import { JobsController } from '../../src/api/service/jobs.controller';
import { ImageProxy } from '../../src/images/proxy/image-proxy';
import { JobRunner } from '../../src/jobs/job-runner';
import { startTestWorld, type TestApi } from './test-api';

const FILE = join(__dirname, '../../openapi.json');

let api: TestApi;
let document: string;

beforeAll(async () => {
  // The document needs the controllers, not what they stand on.
  const providers = [ImageProxy, Metrics, JobRunner, JobOrders].map((provide) => ({ provide, useValue: {} }));
  api = await startTestWorld(
    {},
    { others: { controllers: [ImageProxyController, MetricsController, JobsController], providers } },
  );
  document = JSON.stringify(openApiDocument(api.app, '1.0.0'), null, 2);
  if (process.env.UPDATE_OPENAPI === '1') writeFileSync(FILE, document);
});
afterAll(() => api.close());

test('openapi.json is the document of this code (npm run openapi writes it)', () => {
  expect(existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : null).toEqual(JSON.parse(document));
});

test.each(Object.keys(ANSWERS) as AnswerName[])('the example of %s fits its schema, and holds all of it', (name) => {
  const parsed: unknown = ANSWERS[name].parse(EXAMPLES[name]);
  expect(parsed).toEqual(EXAMPLES[name]);
});

interface Media {
  schema: { $ref?: string };
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

test('every answer and every error has an example', () => {
  const { paths } = JSON.parse(document) as {
    paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, Media> }> }>>;
  };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        for (const [type, media] of Object.entries(content)) {
          const where = `${method} ${path} ${status} ${type}`;
          if (type === 'application/problem+json') {
            const examples = Object.values(media.examples ?? {});
            expect([where, examples.length]).not.toEqual([where, 0]);
            examples.forEach(({ value }) => expect(problem.parse(value)).toMatchObject({ status: Number(status) }));
          } else if (media.schema.$ref) expect([where, media.example]).not.toEqual([where, undefined]);
        }
      }
    }
  }
});

test('operation ids are unique', () => {
  const ids = [...document.matchAll(/"operationId": "(\w+)"/g)].map((match) => match[1]);
  expect(ids.length).toBeGreaterThan(30);
  expect(new Set(ids).size).toBe(ids.length);
});

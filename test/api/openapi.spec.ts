import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { OPERATIONS, type OperationId } from '../../src/api/openapi/operations';
import { problem } from '../../src/api/openapi/problem-responses';
import { ask, documentWithExamples, exampleRequests, startDemoApi } from './demo-api';
import { startProgram } from './program';
import { until } from '../harness/until';
import type { TestApi } from './test-api';

const FILE = join(__dirname, '../../openapi.json');

let api: TestApi;
let document: Record<string, unknown>;

beforeAll(async () => {
  api = await startDemoApi();
  document = await documentWithExamples(api);
  if (process.env.UPDATE_OPENAPI === '1') writeFileSync(FILE, JSON.stringify(document, null, 2));
});
afterAll(() => api.close());

test('openapi.json is the document of this code (npm run openapi writes it)', () => {
  expect(existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : null).toEqual(
    JSON.parse(JSON.stringify(document)),
  );
});

interface Media {
  schema: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
interface Described {
  operationId: OperationId;
  summary: string;
  description: string;
  parameters?: { name: string; description?: string; example?: unknown }[];
  responses: Record<string, { content?: Record<string, Media> }>;
}

function operations(): [where: string, Described][] {
  const paths = document.paths as Record<string, Record<string, Described>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): [string, Described] => [`${method} ${path}`, one]),
  );
}

test('every operation has a verb, words and examples that fit its schema', () => {
  expect(operations().length).toBeGreaterThan(35);
  for (const [where, { operationId, summary, description, parameters = [], responses }] of operations()) {
    expect([where, operationId]).toEqual([where, expect.stringMatching(VERB)]);
    expect([where, summary, description]).not.toContain('');
    for (const { name, description, example } of parameters) {
      expect([where, name, description]).toEqual([where, name, expect.stringMatching(/\w/)]);
      // These are only good for whoever was given them.
      if (!['cursor', 'since'].includes(name)) expect([where, name, example]).not.toEqual([where, name, undefined]);
    }
    const { answer } = OPERATIONS[operationId];
    if ('mediaType' in answer) continue;
    const media = (responses[200] ?? responses[202])?.content?.['application/json'];
    expect([where, (answer as z.ZodType).safeParse(media?.example).error]).toEqual([where, undefined]);
  }
});

const VERB =
  /^(call|get|list|export|download|count|find|search|suggest|check|show|watch|start|cancel|retry|pause|resume|invalidate)[A-Z]/;

test('every error is declared with an example of each of its codes', () => {
  for (const [where, { responses }] of operations()) {
    for (const [status, { content = {} }] of Object.entries(responses)) {
      if (Number(status) < 400) continue;
      const examples = Object.values(content['application/problem+json']?.examples ?? {});
      expect([where, status, examples.length]).not.toEqual([where, status, 0]);
      examples.forEach(({ value }) => expect(problem.parse(value)).toMatchObject({ status: Number(status) }));
    }
  }
});

test('what the examples ask for is there: no list of them is empty', async () => {
  for (const request of exampleRequests(document)) {
    if (['watchPrefetch', 'listChanges'].includes(request.operationId)) continue;
    const response = await ask(api.url, request);
    const text = await response.text();
    expect([request.path, response.ok]).toEqual([request.path, true]);
    expect([request.path, text]).not.toEqual([request.path, '[]']);
    expect([request.path, text]).not.toEqual([request.path, expect.stringMatching(/"(total|count)":0,/)]);
  }
});

test('"try it out" works on a fresh start: the program answers every example of reading', async () => {
  const running = await startProgram({ DATABASE_URL: 'none' }, []);
  try {
    await until(async () => (await fetch(`${running.url}/ready`)).ok);
    for (const request of exampleRequests(document)) {
      const isReading = request.method === 'GET' || request.operationId === 'getArticles';
      if (!isReading || ['watchPrefetch', 'listFailedJobs'].includes(request.operationId)) continue;
      const response = await ask(running.url, request);
      const text = await response.text();
      expect([request.path, response.status, text]).toEqual([request.path, 200, text]);
      expect([request.path, text]).not.toEqual([request.path, '[]']);
    }
  } finally {
    await running.close();
  }
}, 120_000);

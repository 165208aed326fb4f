import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startDemoApi } from '../api/demo-api';
import type { TestApi } from '../api/test-api';
import { readText } from '../deploy/repository';
import { describeWithTool } from '../harness/describe-with-tool';
import { codeBlocks } from './markdown';

const COOKBOOK = 'docs/client-cookbook.md';
const PYTHON = '/usr/bin/python3';
const HTTPX = '/usr/lib/python3/dist-packages/httpx/__init__.py';
const run = promisify(execFile);

let api: TestApi;
beforeAll(async () => {
  api = await startDemoApi();
  api.prefetch.change({ stage: 'completed' });
});
afterAll(() => api.close());

const here = (source: string) => source.replaceAll('http://localhost:8000', api.url);

const scripts = codeBlocks(readText(COOKBOOK), ['js']);
const [first = ''] = scripts;
/** A block that makes nothing of its own stands on the first one. */
const wholes = scripts.map((block): [string, string] => {
  const lead = /const WIKI|prefetch\/events/.test(block) ? '' : first;
  return [block.split('\n', 1)[0] ?? '', `${lead}\n${block.replaceAll('export ', '')}`];
});
/** What a block that only defines something is good for. */
const CALLS: Record<string, string> = {
  articlesOf: `let count = 0; for await (const { title } of articlesOf('planets')) if (title) count++; console.log(count);`,
  loreMessage: `console.log((await loreMessage('demo', ' ')).content, (await loreMessage('demo', 'qqqqqqqq')).content);`,
};

it('is full of scripts', () => expect(scripts.length).toBeGreaterThan(5));

it.each(wholes.filter(([, source]) => !source.includes('new EventSource')))('runs in Node: %s', async (_, source) => {
  const name = Object.keys(CALLS).find(
    (one) => source.includes(`function ${one}`) || source.includes(`function* ${one}`),
  );
  const program = here(`${source}\n${name ? CALLS[name] : ''}`);
  const { stderr } = await run(process.execPath, ['--input-type=module', '-e', program], { timeout: 60_000 });
  expect(stderr).toBe('');
});

describeWithTool([PYTHON, HTTPX], 'install Debian’s package python3-httpx for the Python of the cookbook.')(
  'Python',
  () => {
    it.each(codeBlocks(readText(COOKBOOK), ['python']))('runs: %#', async (source) => {
      const { stdout } = await run(PYTHON, ['-c', here(source)], { timeout: 60_000 });
      expect(stdout).toContain('Orsa Quill - ');
    });
  },
);

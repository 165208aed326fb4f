import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { environmentNames, readText, ROOT, scriptNames } from './repository';

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, { 'runs-on': string; steps: { uses?: string; run?: string; name?: string }[] }>;
}

const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows'));

describe('.env.example', () => {
  const named = [...readText('.env.example').matchAll(/^#?([A-Z][A-Z_0-9]+)=/gm)].map(([, name = '']) => name);

  it('has every variable that is read, once, and no other', () => {
    expect([...named].sort()).toEqual([...environmentNames()].sort());
  });
});

describe.each(WORKFLOWS)('.github/workflows/%s', (name) => {
  const workflow = parse(readText(`.github/workflows/${name}`)) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it('says what it may do, and pins every action', () => {
    expect(Object.keys(workflow.permissions ?? {})).toContain('contents');
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });

  it('runs only scripts that exist', () => {
    const scripts = scriptNames();
    for (const { run = '' } of steps)
      for (const [, script = ''] of run.matchAll(/npm run ([\w:-]+)/g))
        expect([script, scripts.has(script)]).toEqual([script, true]);
  });
});

it('one version everywhere', () => {
  const { version } = JSON.parse(readText('package.json')) as { version: string };
  const others = ['clients/typescript/package.json', 'openapi.json'].map((name) => {
    const file = JSON.parse(readText(name)) as { version?: string; info?: { version: string } };
    return file.version ?? file.info?.version;
  });
  expect(others).toEqual([version, version]);
  expect(readText('CHANGELOG.md')).toContain('## [Unreleased]');
});

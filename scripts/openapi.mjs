// npm run openapi: writes openapi.json from the code, and the TypeScript client from openapi.json.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

const bin = (name) => join(root, 'node_modules', '.bin', name);

// The test that compares the document is what makes it: one way to start the controllers, not two.
const writeDocument = [
  '--maxWorkers=1',
  'test/api/openapi.spec.ts',
  '--testNamePattern',
  'is the document of this code',
];
run(bin('jest'), writeDocument, { UPDATE_OPENAPI: '1' });
run(process.execPath, [join(root, 'scripts', 'typescript-client.mjs')]);

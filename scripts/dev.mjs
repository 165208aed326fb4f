// `npm run start:dev`: the service with a debugger port and source maps, started again whenever its sources change.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { BUNDLE, buildIfNeeded } from './build.mjs';

// The program itself: Node follows source maps of what it loads, and not of what `main.js` runs.
const MAIN = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));
const INSPECT = process.env.INSPECT ?? '127.0.0.1:9229';

let service = null;
let isEnding = false;

async function restart() {
  if (service && service.exitCode === null && service.signalCode === null) {
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
  if (isEnding) return;
  const env = { ...process.env, DRAIN_SECONDS: '0' };
  service = spawn(process.execPath, ['--enable-source-maps', `--inspect=${INSPECT}`, MAIN], { stdio: 'inherit', env });
}

const startAgain = {
  name: 'start-again',
  setup(build) {
    let turn = Promise.resolve();
    build.onEnd(({ errors }) => {
      if (errors.length === 0) turn = turn.then(restart);
    });
  },
};

await buildIfNeeded();
const watcher = await context({ ...BUNDLE, plugins: [...BUNDLE.plugins, startAgain] });
await watcher.watch();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    isEnding = true;
    service?.kill(signal);
    service?.once('exit', () => process.exit());
    void watcher.dispose();
  });
}

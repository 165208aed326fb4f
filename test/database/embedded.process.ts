import { Logger } from '@nestjs/common';
import { EmbeddedPostgresServer } from '../../src/database/embedded/embedded-postgres-server';

const say = (event: string, more: object = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

/** Uses the embedded server of a data folder until it is told to stop. */
async function main(dataDir: string): Promise<void> {
  Logger.overrideLogger(['error', 'warn', 'fatal']);
  const server = new EmbeddedPostgresServer(dataDir);
  const begun = performance.now();
  const address = await server.start();
  say('up', { ...address, dataDir: server.dataDir, ms: Math.round(performance.now() - begun) });
  process.once('SIGTERM', () => {
    void server.stop().then(() => {
      say('stopped');
      process.exit(0);
    });
  });
  // As the link to the server does when it was lost.
  process.on('SIGUSR2', () => void server.start().then((where) => say('again', { ...where })));
  setInterval(() => undefined, 1000);
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  say('failed', { message: (error as Error).message });
  process.exit(1);
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '../../dist/main.js');

/** `describe` where the service has been built, which `npm test` does, and in CI always. */
export const describeWithService: jest.Describe =
  existsSync(PROGRAM) || process.env.CI === 'true' ? describe : describe.skip;

if (describeWithService === describe.skip) {
  process.stderr.write('Tests of the built service are skipped: run `npm run build` first.\n');
}

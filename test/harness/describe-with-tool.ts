import { existsSync } from 'node:fs';

/** `describe` where these files are there, and in CI always; says what to install where one is missing. */
export function describeWithTool(files: readonly string[], hint: string): jest.Describe {
  if (process.env.CI === 'true' || files.every((file) => existsSync(file))) return describe;
  process.stderr.write(`Tests are skipped: ${hint}\n`);
  return describe.skip;
}

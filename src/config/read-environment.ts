import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Config } from './config';
import { parseConfig, type Environment } from './parse-config';

/** The folder of the installed package: where package.json and universes/ lie. */
export function packageDir(): string {
  return process.env.LOREKEEPER_HOME ?? findPackageDir(__dirname);
}

function findPackageDir(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = join(from, '..');
  return parent === from ? process.cwd() : findPackageDir(parent);
}

/**
 * Reads the environment, with the `.env` file of the working folder beneath it: a variable that is set but empty hides
 * nothing. Throws ConfigError.
 */
export function readConfig(overrides: Environment = {}): Config {
  const file = join(process.cwd(), '.env');
  const beneath = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return parseConfig(
    { ...beneath, ...withoutEmpty(process.env), ...overrides },
    { stdoutIsTerminal: process.stdout.isTTY === true, packageDir: packageDir() },
  );
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

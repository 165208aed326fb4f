import { Logger } from '@nestjs/common';
import type { Config } from '../config/config';
import { ConfigError } from '../config/parse-config';
import { readConfig } from '../config/read-environment';
import { checkDefinitions, checkFileCache, checkReach } from './doctor/check-data';
import { checkImageStore } from './doctor/check-image-store';
import { checkFolders, checkNode } from './doctor/check-machine';
import { checkPort } from './doctor/check-port';
import { checkPostgres } from './doctor/check-postgres';
import { checkRedis } from './doctor/check-redis';
import { ok, problem, warning, type Finding } from './doctor/finding';
import { readOptions } from './read-options';

const HELP = `Usage: npm run doctor

Says what is wrong with this installation and what to do: Node, configuration, port, folders, disk space, image store, file cache,
index, Postgres, Redis, universe files, image hosts. Changes no data; exit 1 on a problem. Secrets are not printed.

  --json   the findings as JSON
  --help   this text`;

const MARKS: Record<Finding['state'], string> = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' };

/** `npm run doctor`. */
export async function doctorCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, { json: { type: 'boolean', default: false } });
  if (!values) return;
  // Whatever the rooms would log is among the findings.
  Logger.overrideLogger(false);
  const findings = await examine();
  if (values.json) console.log(JSON.stringify(findings, null, 2));
  else for (const finding of findings) console.log(toLine(finding));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (!values.json) console.log(`\n${counted(problems, 'problem')}, ${counted(warnings, 'warning')}`);
  if (problems > 0) process.exitCode = 1;
}

async function examine(): Promise<Finding[]> {
  const node = checkNode(process.version);
  const config = configuration();
  if (!('server' in config)) return [node, ...config];
  const { definitions, findings } = await checkDefinitions(config.files.universesDir);
  const rest = await Promise.all([
    checkPort(config),
    checkFolders(config),
    checkImageStore(config),
    checkFileCache(config, definitions),
    checkPostgres(config),
    checkRedis(config),
  ]);
  return [
    node,
    ok('Configuration', 'valid'),
    ...checkNames(config),
    ...findings,
    ...rest.flat(),
    ...checkReach(config, definitions),
  ];
}

function configuration(): Config | Finding[] {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((says) => problem('Configuration', says, 'Correct it in the environment or in .env.'));
  }
}

function checkNames({ misspelt }: Config): Finding[] {
  return misspelt.map(({ name, meant }) =>
    warning('Configuration', `${name} is set and not read`, `Was ${meant} meant? Set that one, and remove ${name}.`),
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function toLine({ state, what, says, todo }: Finding): string {
  return `${MARKS[state]}  ${what}: ${says}${todo === undefined ? '' : `\n         → ${todo}`}`;
}

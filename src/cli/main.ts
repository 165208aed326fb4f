import { PinoLogger } from '../config/pino-logger';
import { ConfigError } from '../config/parse-config';
import { readConfig } from '../config/read-environment';
import { UsageError } from './usage-error';

type Command = (argv: string[]) => Promise<void>;

/** Commands by the name of their npm script; each is loaded only when it is asked for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  migrate: async () => (await import('./migrations.command.js')).migrateCommand,
  'migrate:revert': async () => (await import('./migrations.command.js')).revertCommand,
  'migrate:status': async () => (await import('./migrations.command.js')).statusCommand,
  'cache:migrate': async () => (await import('./cache-migrate.command.js')).cacheMigrateCommand,
  'cache:import-dump': async () => (await import('./import-dump.command.js')).importDumpCommand,
  'cache:crawl': async () => (await import('./crawl.command.js')).crawlCommand,
  'cache:refresh': async () => (await import('./refresh.command.js')).refreshCommand,
  'cache:reparse': async () => (await import('./reparse.command.js')).reparseCommand,
  'cache:coverage': async () => (await import('./coverage.command.js')).coverageCommand,
  'cache:verify': async () => (await import('./cache-verify.command.js')).cacheVerifyCommand,
  'dataset:build': async () => (await import('./dataset.command.js')).datasetBuildCommand,
  'dataset:load': async () => (await import('./dataset.command.js')).datasetLoadCommand,
  'images:copy': async () => (await import('./images-copy.command.js')).imagesCopyCommand,
  worker: async () => (await import('./worker.command.js')).workerCommand,
  backup: async () => (await import('./backup.command.js')).backupCommand,
  restore: async () => (await import('./backup.command.js')).restoreCommand,
  corpus: async () => (await import('./corpus.command.js')).corpusCommand,
  'search:score': async () => (await import('./search-score.command.js')).searchScoreCommand,
  mcp: async () => (await import('./mcp.command.js')).mcpCommand,
  pack: async () => (await import('./pack.command.js')).packCommand,
  doctor: async () => (await import('./doctor.command.js')).doctorCommand,
};

const HELP = `Usage: npm run COMMAND -- [options], where COMMAND is one of
  ${Object.keys(COMMANDS).join('\n  ')}
Each says more with --help.`;

async function run(): Promise<void> {
  const [name = '--help', ...argv] = process.argv.slice(2);
  if (name === '--help') return console.log(HELP);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(`There is no command "${name}"; there are: ${Object.keys(COMMANDS).join(', ')}`);
  // The doctor tells of a bad configuration itself.
  if (name !== 'doctor') {
    // The standard output of `mcp` belongs to the protocol.
    const out = name === 'mcp' ? process.stderr : process.stdout;
    new PinoLogger({ level: 'warn', format: readConfig().log.format }, out).install();
  }
  await (
    await load()
  )(argv);
}

// A command ends when it is done, and not where nothing but timers of others is left to wait for.
setInterval(() => undefined, 2 ** 30);

run().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    const words = inWords(error);
    console.error(words ?? error);
    process.exit(words === null ? 1 : 2);
  },
);

/** Null for what nobody expected, which is shown with its stack. */
function inWords(error: unknown): string | null {
  if (error instanceof UsageError || error instanceof ConfigError) return error.message;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string };
  if (typeof code !== 'string' || !code.startsWith('ERR_PARSE_ARGS_')) return null;
  return `${message?.split('. To specify')[0]}\nSee --help.`;
}

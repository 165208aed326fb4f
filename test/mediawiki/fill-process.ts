import { crawlCommand } from '../../src/cli/crawl.command';
import { importDumpCommand } from '../../src/cli/import-dump.command';

/** The fill commands as a process of their own, which a test may kill. */
const [name, ...argv] = process.argv.slice(2);
const command = name === 'crawl' ? crawlCommand : importDumpCommand;
command(argv).then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    console.error(error);
    process.exit(3);
  },
);

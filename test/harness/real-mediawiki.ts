import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { access, appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { tempDir } from './temp-dir';

const run = promisify(execFile);
const SOURCE = '/usr/share/mediawiki';
const PACKAGES = 'mediawiki php-cli php-sqlite3 php-xml php-mbstring php-intl php-gd php-curl lua5.1';

/** What is missing to run a real MediaWiki, in words; null where everything is there. */
export async function missingMediaWiki(): Promise<string | null> {
  try {
    await access(join(SOURCE, 'api.php'));
    const { stdout } = await run('php', ['-m']);
    const modules = new Set(stdout.toLowerCase().split(/\s+/));
    const missing = ['pdo_sqlite', 'xml', 'mbstring', 'intl', 'gd', 'curl'].filter((name) => !modules.has(name));
    if (missing.length === 0) return null;
  } catch {
    // Told below.
  }
  return `a real MediaWiki needs: apt-get install --no-install-recommends ${PACKAGES}`;
}

/** Debian's MediaWiki with SQLite on loopback, in a folder of its own. */
export class RealMediaWiki {
  private server: ChildProcess | null = null;

  private constructor(
    private readonly root: { path: string; remove(): Promise<void> },
    readonly port: number,
    private readonly options: { settings?: string; workers?: number },
  ) {}

  /** `settings`: further lines of PHP; `workers`: processes that answer. */
  static async start(options: { settings?: string; workers?: number } = {}): Promise<RealMediaWiki> {
    const wiki = new RealMediaWiki(await tempDir('mediawiki'), await freePort(), options);
    try {
      await wiki.install();
      await wiki.serve();
    } catch (error) {
      await wiki.stop();
      throw error;
    }
    return wiki;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get api(): string {
    return `http://${this.host}/api.php`;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (server && server.exitCode === null) {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      // On SIGTERM the server ends its workers as well.
      server.kill(this.options.workers ? 'SIGTERM' : 'SIGKILL');
      await gone;
    }
    await this.root.remove();
  }

  /** Saves a page as an editor does, by the API: with its recent change. */
  async edit(title: string, text: string): Promise<void> {
    const answer = await this.post({ action: 'edit', title, text, summary: 'test', token: '+\\' });
    const result = (answer['edit'] as { result?: string } | undefined)?.result;
    if (result !== 'Success') throw new Error(`cannot edit ${title}: ${JSON.stringify(answer)}`);
  }

  /** Does what a module of the API does, and throws where it says that it did not. */
  async act(params: Record<string, string>): Promise<void> {
    const answer = await this.post({ token: '+\\', ...params });
    if (answer['error'] !== undefined) throw new Error(`${params['action']}: ${JSON.stringify(answer)}`);
  }

  /** Uploads a file, or a new version of it. */
  async uploadFile(name: string, bytes: Buffer): Promise<void> {
    // The version before is put aside under a name of the present second, which must not be taken.
    await sleep(1000 - (Date.now() % 1000));
    const form = new FormData();
    const params = { action: 'upload', filename: name, ignorewarnings: '1', token: '+\\', format: 'json' };
    for (const [key, value] of Object.entries(params)) form.set(key, value);
    form.set('file', new Blob([new Uint8Array(bytes)]), name);
    const answer = (await (await fetch(this.api, { method: 'POST', body: form })).json()) as Record<string, unknown>;
    const result = (answer['upload'] as { result?: string } | undefined)?.result;
    if (result !== 'Success') throw new Error(`cannot upload ${name}: ${JSON.stringify(answer)}`);
  }

  async move(
    moves: readonly (readonly [from: string, to: string])[],
    options: { noRedirects: boolean },
  ): Promise<void> {
    const list = await this.list(
      'moves',
      moves.map(([from, to]) => `${from}|${to}`),
    );
    await this.maintain('moveBatch.php', ...(options.noRedirects ? ['--noredirects'] : []), '-u', 'Admin', list);
  }

  async delete(titles: readonly string[]): Promise<void> {
    await this.maintain('deleteBatch.php', '-u', 'Admin', await this.list('deletes', titles));
  }

  /** Uploads every picture of a folder. */
  async upload(folder: string, ...options: string[]): Promise<void> {
    await this.maintain('importImages.php', '--user=Admin', ...options, folder);
  }

  /** Takes in an XML export, with what searching it and counting its pages needs. */
  async importDump(path: string): Promise<void> {
    await this.maintain('importDump.php', '--quiet', path);
    await this.maintain('rebuildtextindex.php');
    await this.maintain('initSiteStats.php', '--update');
  }

  /** Writes an XML export of the present revisions of all pages. */
  async dump(path: string): Promise<void> {
    await this.maintain('dumpBackup.php', '--current', '--quiet', `--output=file:${path}`);
  }

  async runJobs(): Promise<void> {
    await this.maintain('runJobs.php');
  }

  async post(params: Record<string, string>): Promise<Record<string, unknown>> {
    const body = new URLSearchParams({ format: 'json', formatversion: '2', ...params });
    const response = await fetch(this.api, { method: 'POST', body });
    return (await response.json()) as Record<string, unknown>;
  }

  private get folder(): string {
    return join(this.root.path, 'wiki');
  }

  private async install(): Promise<void> {
    // The package links its parts from elsewhere, and PHP resolves links: only a copy is a wiki of its own. Its link
    // to the settings leads nowhere, of which cp complains.
    await run('cp', ['-rL', SOURCE, this.folder]).catch(() => undefined);
    await rm(join(this.folder, 'LocalSettings.php'), { force: true });
    const data = join(this.root.path, 'data');
    await mkdir(data);
    await this.maintain(
      'install.php',
      '--dbtype=sqlite',
      `--dbpath=${data}`,
      '--dbname=wiki',
      `--server=http://${this.host}`,
      '--scriptpath=',
      '--lang=en',
      '--pass=a-Long-one-12345',
      'Test Wiki',
      'Admin',
    );
    await appendFile(join(this.folder, 'LocalSettings.php'), SETTINGS + (this.options.settings ?? ''));
    await mkdir(join(this.folder, 'images'), { recursive: true });
  }

  private async serve(): Promise<void> {
    this.server = spawn(
      'php',
      ['-d', 'opcache.enable_cli=1', '-d', 'opcache.memory_consumption=256', '-S', this.host],
      {
        cwd: this.folder,
        stdio: 'ignore',
        env: {
          ...process.env,
          ...(this.options.workers ? { PHP_CLI_SERVER_WORKERS: String(this.options.workers) } : {}),
        },
      },
    );
    for (let attempt = 0; attempt < 100; attempt++) {
      const isUp = await fetch(`${this.api}?action=query&meta=siteinfo&format=json`).then(
        (response) => response.ok,
        () => false,
      );
      if (isUp) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('MediaWiki does not answer');
  }

  private async maintain(script: string, ...args: string[]): Promise<void> {
    const { stdout } = await run('php', [`maintenance/${script}`, ...args], { cwd: this.folder, maxBuffer: 16 << 20 });
    if (/^(Error|Fatal)/m.test(stdout)) throw new Error(`${script}: ${stdout.slice(-500)}`);
  }

  private async list(name: string, lines: readonly string[]): Promise<string> {
    const path = join(this.root.path, `${name}.txt`);
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }
}

const SETTINGS = `
$wgRawHtml = true;
$wgEnableUploads = true;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgRightsText = 'Creative Commons Attribution-ShareAlike';
$wgRightsUrl = 'https://creativecommons.org/licenses/by-sa/4.0/';
$wgMainCacheType = CACHE_NONE;
$wgSpamRegex = [];
wfLoadExtension( 'PageImages' );
wfLoadExtension( 'TextExtracts' );
wfLoadExtension( 'ParserFunctions' );
`;

/** Settings with which everybody may do what administrators do. */
export const OPEN_TO_ALL = `
foreach ( [ 'upload', 'reupload', 'reupload-shared', 'move', 'movefile', 'move-rootuserpages', 'move-subpages', 'suppressredirect', 'delete', 'undelete', 'deletedhistory', 'mergehistory', 'editprotected' ] as $right ) {
	$wgGroupPermissions['*'][$right] = true;
}
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

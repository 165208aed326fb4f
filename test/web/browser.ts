import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const ROOT = join(__dirname, '../..');

/** Chromium's own connections to the outside are switched off: the page is what is tested. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const found = existsSync(CHROMIUM);
if (!found && process.env.CI !== 'true') {
  process.stderr.write(`Tests in a browser are skipped: install Debian's package chromium (${CHROMIUM}).\n`);
}

/** `describe` where Chromium is installed, and in CI always, so that it fails there instead of being skipped. */
export const describeInBrowser: jest.Describe = found || process.env.CI === 'true' ? describe : describe.skip;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/** Builds web/dist where its sources have changed. */
export function buildPage(): void {
  execFileSync(process.execPath, [join(ROOT, 'web/build.mjs')]);
}

export interface Watched {
  page: Page;
  /** Errors of scripts, and what the content security policy refused. */
  faults: string[];
  /** Origins of all requests. */
  origins: Set<string>;
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // Answers such as 404 are reported by the browser as well; they are no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) origins.add(new URL(request.url()).origin);
  });
  page.setDefaultTimeout(10_000);
  return { page, faults, origins };
}

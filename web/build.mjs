import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const WEB = fileURLToPath(new URL('.', import.meta.url));
const OUT = join(WEB, 'dist');
const STAMP = join(OUT, '.sources');
const SOURCES = ['index.html', 'mark.svg', 'build.mjs', 'fonts', 'src', '../src/universe'];
const TEXT = /\.(html|js|css|svg)$/;

/**
 * Builds the page into web/dist, each text file with its .br and .gz beside it.
 * Does nothing and answers false while the sources are those of the last build, unless forced.
 */
export async function buildWeb({ force = false } = {}) {
  const stamp = hashSources();
  if (!force && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return false;
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: WEB,
    // Relative, so that the page also works below a proxy's path.
    base: './',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: 'es2022',
      // No inlined fonts or images: they are cached by name, and the page's policy allows only its own files.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  compress(OUT);
  writeFileSync(STAMP, stamp);
  return true;
}

function hashSources() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((name) => filesBelow(join(WEB, name))).sort()) {
    hash.update(file.slice(WEB.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return entries.flatMap((entry) => filesBelow(join(path, entry.name)));
}

function compress(folder) {
  for (const file of filesBelow(folder).filter((name) => TEXT.test(name))) {
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const began = performance.now();
  const built = await buildWeb({ force: process.argv.includes('--force') });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(built ? `The page is built (${seconds} s)` : 'The page is up to date');
}

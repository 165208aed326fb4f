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
  writeFileSync(join(OUT, 'favicon.ico'), await iconOf(readFileSync(join(WEB, 'mark.svg'))));
  compress(OUT);
  writeFileSync(STAMP, stamp);
  return true;
}

/** The sign as an .ico, for those who ask for nothing else: pictures of several sizes as PNG behind a table of them. */
async function iconOf(svg) {
  const { default: sharp } = await import('sharp');
  const sizes = [32, 48];
  const pictures = await Promise.all(sizes.map((size) => sharp(svg, { density: 288 }).resize(size).png().toBuffer()));
  const head = Buffer.alloc(6 + sizes.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  pictures.forEach((bytes, i) => {
    const entry = 6 + i * 16;
    head.writeUInt8(sizes[i], entry);
    head.writeUInt8(sizes[i], entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(bytes.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += bytes.length;
  });
  return Buffer.concat([head, ...pictures]);
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

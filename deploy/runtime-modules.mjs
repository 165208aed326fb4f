#!/usr/bin/env node
// `node deploy/runtime-modules.mjs OUT [NAME…]`: copies the named packages, or all dependencies of package.json, and what
// they depend on from node_modules to OUT/node_modules. The bundles in dist/ hold everything else.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [out, ...asked] = process.argv.slice(2);
if (!out) {
  console.error('Usage: node deploy/runtime-modules.mjs OUT [NAME…]');
  process.exit(2);
}

/** The folder where a package that `from` asks for lies; null where it is not installed (another platform's). */
function find(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root || folder === dirname(folder)) return null;
  }
}

const found = new Map();
function visit(name, from, isOptional) {
  const folder = find(name, from);
  if (!folder && !isOptional) throw new Error(`${name} is not installed, and ${from} needs it`);
  if (!folder || found.has(folder)) return;
  found.set(folder, name);
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const one of Object.keys(dependencies)) visit(one, folder, one in optionalDependencies);
  for (const one of Object.keys(optionalDependencies)) visit(one, folder, true);
}
// What is optional in our own package.json may be absent on a platform as well.
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const names = asked.length > 0 ? asked : Object.keys({ ...dependencies, ...optionalDependencies });
for (const name of names) visit(name, root, name in optionalDependencies);

for (const folder of found.keys()) {
  const target = join(out, relative(root, folder));
  mkdirSync(dirname(target), { recursive: true });
  // A package's own node_modules holds packages that are visited, or not, by themselves.
  const nested = join(folder, 'node_modules');
  cpSync(folder, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path !== nested,
  });
}
console.log(`${found.size} packages: ${[...found.values()].sort().join(', ')}`);

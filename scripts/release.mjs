#!/usr/bin/env node
// `npm run release -- VERSION`: checks everything, writes the version and the CHANGELOG's heading, commits, tags and packs.
// `npm run release -- --check vVERSION`: only whether package, OpenAPI document and CHANGELOG say that version.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const read = (name) => readFileSync(file(name), 'utf8');
const run = (command, ...args) => execFileSync(command, args, { cwd: file('.'), stdio: 'inherit' });
const git = (...args) => execFileSync('git', args, { cwd: file('.'), encoding: 'utf8' }).trim();

function fail(words) {
  console.error(words);
  process.exit(1);
}

/** What does not say this version yet, in words. */
function whatDiffers(version) {
  const found = [];
  for (const name of ['package.json', 'clients/typescript/package.json', 'server.json'])
    if (JSON.parse(read(name)).version !== version) found.push(`${name} says another version`);
  if (JSON.parse(read('openapi.json')).info.version !== version) found.push('openapi.json says another version');
  if (!read('CHANGELOG.md').includes(`\n## [${version}]`)) found.push('CHANGELOG.md has no heading for it');
  return found;
}

const [first = '', second = ''] = process.argv.slice(2);
const isCheck = first === '--check';
const version = (isCheck ? second : first).replace(/^v/, '');
if (!/^\d+\.\d+\.\d+$/.test(version)) fail('Usage: npm run release -- [--check] VERSION, for instance 0.3.0');
if (isCheck) {
  const differs = whatDiffers(version);
  if (differs.length > 0) fail(`Not ${version}: ${differs.join('; ')}`);
  process.exit(0);
}

if (git('status', '--porcelain') !== '') fail('There are changes that are not committed.');
if (git('tag', '--list', `v${version}`) !== '') fail(`v${version} is tagged already.`);
run('npm', 'version', version, '--no-git-tag-version', '--allow-same-version');
run('npm', 'version', version, '--no-git-tag-version', '--allow-same-version', '--prefix', 'clients/typescript');
// Under these names and versions the MCP registry finds the package.
const server = JSON.parse(read('server.json'));
server.version = version;
for (const one of server.packages) one.version = version;
writeFileSync(file('server.json'), `${JSON.stringify(server, null, 2)}\n`);
// The image that the manifests name.
for (const name of ['lorekeeper', 'load'].map((one) => `deploy/kubernetes/${one}.yaml`))
  writeFileSync(file(name), read(name).replace(/(image: \S+:)\d+\.\d+\.\d+$/gm, `$1${version}`));
run('npm', 'run', 'openapi');
const today = new Date().toISOString().slice(0, 10);
const changes = read('CHANGELOG.md');
if (!changes.includes(`\n## [${version}]`))
  writeFileSync(
    file('CHANGELOG.md'),
    changes.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${today}\n`),
  );
const differs = whatDiffers(version);
if (differs.length > 0) fail(`Not ${version}: ${differs.join('; ')}`);
run('npm', 'run', 'check');
run('git', 'commit', '--all', '--allow-empty', '--message', `Release ${version}`);
run('git', 'tag', '--annotate', `v${version}`, '--message', `Lorekeeper ${version}`);
run('npm', 'pack');
console.log(`Packed. Push it with: git push --follow-tags`);

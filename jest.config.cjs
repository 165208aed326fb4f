const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Packages that ship ES modules only: jest cannot require those on Node 20, so swc compiles them as well. */
function esmPackages(root) {
  const found = [];
  const visit = (dir) => {
    for (const name of readdirSync(dir)) {
      if (name.startsWith('.')) continue;
      const path = join(dir, name);
      if (name.startsWith('@')) {
        visit(path);
        continue;
      }
      const manifest = join(path, 'package.json');
      if (!existsSync(manifest)) continue;
      if (JSON.parse(readFileSync(manifest, 'utf8')).type === 'module') found.push(path);
      const nested = join(path, 'node_modules');
      if (existsSync(nested)) visit(nested);
    }
  };
  visit(join(root, 'node_modules'));
  return found;
}

const escaped = esmPackages(__dirname).map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
  setupFilesAfterEnv: ['<rootDir>/test/harness/every-file.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tmp/', '<rootDir>/.data/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [`^(?!(?:${escaped.join('|')})/).*/node_modules/`],
  transform: {
    '^.+\\.(t|m?j)s$': ['@swc/jest', require('./scripts/swc-options.cjs')],
  },
};

'use strict';
// `node run-ts.cjs FILE …` runs a TypeScript file of the sources; required, it lets others require such files.
const { resolve } = require('node:path');
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');
const SWC = require('../../scripts/swc-options.cjs');

const OPTIONS = { ...SWC, sourceMaps: 'inline', module: { type: 'commonjs', ignoreDynamic: false } };

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...OPTIONS, filename });
  module._compile(code, filename);
};

// The sources name compiled files where TypeScript wants them named.
const find = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  try {
    return find.call(this, request, ...rest);
  } catch (error) {
    if (!/^\..*\.js$/.test(request)) throw error;
    return find.call(this, request.replace(/\.js$/, '.ts'), ...rest);
  }
};

if (require.main === module) require(resolve(process.argv[2]));

'use strict';
// Runs a built program with what an earlier start of it compiled: a start takes two thirds of the time. The code is kept
// beside the program when one that had none ends; where that cannot be written, every start compiles.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

/** Runs the CommonJS program at `path`. */
module.exports = function runCompiled(path) {
  const source = readFileSync(path);
  const kept = `${path}.compiled`;
  // V8 compares no more than the lengths of sources: the sum in front of the code tells whose it is.
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(source));
  const cachedData = readKept(kept, sum);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: path,
    cachedData,
  });
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => keep(kept, sum, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
};

function readKept(path, sum) {
  try {
    const bytes = readFileSync(path);
    return bytes.subarray(0, sum.length).equals(sum) ? bytes.subarray(sum.length) : undefined;
  } catch {
    return undefined;
  }
}

/** All functions that the program has used until its end. */
function keep(path, sum, script) {
  try {
    writeFileSync(`${path}.${process.pid}`, Buffer.concat([sum, script.createCachedData()]));
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // An installation that only others may write to.
  }
}

'use strict';
// Runs a built program with what an earlier start of it compiled: a start takes four fifths of the time. The code is kept
// beside the program when one that had none ends; where that cannot be written, every start compiles.
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

const SUM_BYTES = 4;

/** Runs the CommonJS program at `path`. */
module.exports = function runCompiled(path) {
  const source = readFileSync(path);
  const kept = `${path}.compiled`;
  const cachedData = readKept(kept, source);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
    filename: path,
    cachedData,
  });
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => keep(kept, source, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
};

/** V8 compares no more than the lengths of sources: the sum tells whose the code is, and that it is whole. */
const sumOf = (source, code) => crc32(code, crc32(source));

function readKept(path, source) {
  try {
    const bytes = readFileSync(path);
    const code = bytes.subarray(SUM_BYTES);
    return bytes.readUInt32LE(0) === sumOf(source, code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** All functions that the program has used until its end. */
function keep(path, source, script) {
  const unfinished = `${path}.${process.pid}`;
  try {
    const code = script.createCachedData();
    const sum = Buffer.alloc(SUM_BYTES);
    sum.writeUInt32LE(sumOf(source, code));
    writeFileSync(unfinished, Buffer.concat([sum, code]));
    renameSync(unfinished, path);
  } catch {
    // An installation that only others may write to.
    rmSync(unfinished, { force: true });
  }
}

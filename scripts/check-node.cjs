'use strict';
// Also an old Node can read this, and leaves here instead of failing at something it does not know.
var WANTED = [20, 19];
var version = process.versions.node.split('.').map(Number);
if (version[0] < WANTED[0] || (version[0] === WANTED[0] && version[1] < WANTED[1])) {
  console.error('Lorekeeper needs Node ' + WANTED.join('.') + ' or newer; this is ' + process.version + '.');
  process.exit(1);
}

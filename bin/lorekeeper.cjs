#!/usr/bin/env node
// `lorekeeper` is the service, in the working folder; `lorekeeper COMMAND` one of its commands.
'use strict';
const [name] = process.argv.slice(2);
require(name === undefined || name === 'start' ? '../dist/main.js' : '../dist/cli.js');

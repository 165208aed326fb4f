#!/usr/bin/env node
// `npm start`: builds what is out of date, then becomes the service.
import { createRequire } from 'node:module';
import { buildIfNeeded } from './build.mjs';

await buildIfNeeded();
createRequire(import.meta.url)('../dist/main.js');

'use strict';
// Whoever ends `npm start` may reach npm alone, or the shell between npm and this: what they leave behind ends as asked.
const { readFileSync } = require('node:fs');

const LOOK_EVERY_MS = 500;

/** The parent of a process, where the system tells it as Linux does. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) . (\d+) .*$/s, '$1');
  } catch {
    return null;
  }
}

const callers = () => `${process.ppid} ${parentOf(process.ppid)}`;

if (process.env.npm_lifecycle_event !== undefined) {
  const atStart = callers();
  const timer = setInterval(() => {
    if (callers() === atStart) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}

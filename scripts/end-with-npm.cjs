'use strict';
// Whoever ends `npm start` may reach npm alone, which then leaves its script behind: a script without npm ends as asked.
const LOOK_EVERY_MS = 500;

if (process.env.npm_lifecycle_event !== undefined) {
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}

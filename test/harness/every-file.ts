import { running } from './running';

// Real servers on small, noisy machines now and then miss a deadline. In CI a failed test gets two more tries, each
// failure in the log; a bug fails all three.
if (process.env.CI === 'true') jest.retryTimes(2, { logErrorsBeforeRetry: true });

// What a failed test left running would keep jest from ending: its pipes are open.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

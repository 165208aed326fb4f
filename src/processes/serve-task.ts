import { setPriority } from 'node:os';
import type { ProcessMessage } from './run-in-process';
import { toSentError } from './sent-error';

/** Answers come first: a task may use what the server leaves of the processors. */
const NICENESS = 10;

/** What a process for one task does: it ends with its task, or with the process that asked for it. */
export function serveTask<Task, Progress, Result>(
  carryOut: (task: Task, tell: (progress: Progress) => void) => Promise<Result>,
): void {
  if (!process.send) return;
  const send = (message: ProcessMessage<Progress, Result>, then?: () => void) =>
    process.send?.(message, undefined, undefined, then);
  /** What is said last is on its way before the process ends. */
  const leave = () => process.exit();
  try {
    setPriority(NICENESS);
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
  process.once('disconnect', leave);
  process.once('message', (task: Task) => {
    carryOut(task, (progress) => void send({ kind: 'progress', progress })).then(
      (result) => send({ kind: 'result', result }, leave),
      (error: unknown) => send(toSentError(error), leave),
    );
  });
}

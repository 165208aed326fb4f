import type { ChildProcess } from 'node:child_process';

/** Programs that this test file started and that have not ended. */
export const running = new Set<ChildProcess>();

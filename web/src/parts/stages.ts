import type { PrefetchStatus } from '../api/types';

/** The steps of a run in the order they pass, as the server names them. */
export type Stages = PrefetchStatus['stages'];

/** Behind the last stage. */
const COMPLETE = {
  stage: 'completed',
  heading: 'Complete',
  doing: 'Complete',
  description: 'Everything is in its drawer.',
};

const OTHERS: Record<string, string> = {
  idle: 'Idle',
  waiting: 'Waiting',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** The stages and the end. */
export function stepsOf(stages: Stages): Stages {
  return [...stages, COMPLETE];
}

export function stageShort(stage: string, stages: Stages): string {
  return stepsOf(stages).find((one) => one.stage === stage)?.doing ?? OTHERS[stage] ?? stage.replaceAll('_', ' ');
}

/** Which of the steps a stage is; -1 for those that are no step of the way. */
export function stageIndex(stage: string, stages: Stages): number {
  return stepsOf(stages).findIndex((one) => one.stage === stage);
}

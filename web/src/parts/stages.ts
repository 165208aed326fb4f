/** The stages of a run in the order they pass, with what each does in a reader's words. */
export const STAGES = [
  {
    stage: 'categorizing',
    short: 'Categorising',
    name: 'Categorise',
    text: 'Reads the file cache and decides what every article is.',
  },
  {
    stage: 'writing_to_postgresql',
    short: 'Writing',
    name: 'Write to Postgres',
    text: 'Loads the articles, and publishes them all at once.',
  },
  {
    stage: 'prefetching_images',
    short: 'Pictures',
    name: 'Fetch pictures',
    text: 'Brings the pictures near, and checks every one.',
  },
  { stage: 'completed', short: 'Complete', name: 'Complete', text: 'Everything is in its drawer.' },
] as const;

const OTHERS: Record<string, string> = {
  idle: 'Idle',
  waiting: 'Waiting',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export function stageShort(stage: string): string {
  return STAGES.find((one) => one.stage === stage)?.short ?? OTHERS[stage] ?? stage.replaceAll('_', ' ');
}

/** Which of STAGES a stage is; -1 for those that are no step of the way. */
export function stageIndex(stage: string): number {
  return STAGES.findIndex((one) => one.stage === stage);
}

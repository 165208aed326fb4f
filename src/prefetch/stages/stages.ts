import { CATEGORISE } from './categorise.stage';
import { IMAGES } from './images.stage';
import { LOAD } from './load.stage';
import type { Stage } from './stage';

/** What a run does, in order. Those that take long come last. */
export const STAGES: readonly Stage[] = [CATEGORISE, LOAD, IMAGES];

/** What may be told of a stage. */
export interface StageDescription {
  stage: string;
  doing: string;
  heading: string;
  description: string;
}

/** The stages in the order in which a run passes them. */
export const STAGE_DESCRIPTIONS: readonly StageDescription[] = STAGES.map(({ name, doing, heading, description }) => {
  return { stage: name, doing, heading, description };
});

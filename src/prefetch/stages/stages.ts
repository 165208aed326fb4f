import { CATEGORISE } from './categorise.stage';
import { IMAGES } from './images.stage';
import { LOAD } from './load.stage';
import type { Stage } from './stage';

/** What a run does, in order. Those that take long come last. */
export const STAGES: readonly Stage[] = [CATEGORISE, LOAD, IMAGES];

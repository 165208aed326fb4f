/** Of each thread of a build; nearly all of what they make is garbage at once, so that a small nursery costs nothing. */
export const THREAD_LIMITS = { maxOldGenerationSizeMb: 2048, maxYoungGenerationSizeMb: 8 };

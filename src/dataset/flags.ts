/** Bits of the directory's `flags` column. */
export const FLAG_HAS_IMAGE = 1;
export const FLAG_LEGENDS = 2;
export const FLAG_OUT_OF_UNIVERSE = 4;

import { createHash } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id as Foundry has them, 16 letters and digits; the same for the same thing in every module that is made. */
export function foundryId(...of: (string | number)[]): string {
  const digest = createHash('sha256').update(of.join('\0')).digest();
  return Array.from({ length: 16 }, (_, i) => LETTERS[digest[i]! % LETTERS.length]).join('');
}

import type { Directory } from '../../../dataset/directory';

/** The titles of some articles as a JSON array. */
export function titlesJson(directory: Directory, ordinals: ArrayLike<number>): string {
  return JSON.stringify(Array.from(ordinals, (ordinal) => directory.title(ordinal)));
}

/** A JSON object of some members, and a last one that is already JSON. */
export function withRawMember(members: object, name: string, raw: string): string {
  return `${JSON.stringify(members).slice(0, -1)},${JSON.stringify(name)}:${raw}}`;
}

import type { Directory } from '../../../dataset/directory';

/** The titles of some articles as a JSON array. */
export function titlesJson(directory: Directory, ordinals: ArrayLike<number>): Buffer {
  return Buffer.from(JSON.stringify(Array.from(ordinals, (ordinal) => directory.title(ordinal))));
}

/** A JSON object whose last member is already JSON. */
export function withRawMember(members: object, name: string, raw: Buffer): Buffer {
  const head = JSON.stringify(members).slice(0, -1);
  const separator = head === '{' ? '' : ',';
  return Buffer.concat([Buffer.from(`${head}${separator}${JSON.stringify(name)}:`), raw, Buffer.from('}')]);
}

/** The members of an object of JSON. */
export type Members = Record<string, unknown>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** None where the value is no object. */
export function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {};
}

/** The objects of a list; none where the value is no list. */
export function listOf(value: unknown): Members[] {
  return Array.isArray(value) ? value.filter(isMembers) : [];
}

/** Empty where the value is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

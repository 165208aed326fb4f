import type { Position, Sort } from './article-orders';

/** A cursor that no page of this order gave. */
export class BadCursor extends Error {}

/** A position in an order as an opaque text for callers. */
export function encodeCursor(sort: Sort, { value, title }: Position): string {
  return Buffer.from(JSON.stringify([sort, value, title])).toString('base64url');
}

/** Throws `BadCursor` where the text is no cursor, or one of another order. */
export function decodeCursor(cursor: string, sort: Sort): Position {
  const [cursorSort, value, title] = parse(cursor);
  if (typeof value !== 'number' || typeof title !== 'string') throw new BadCursor('is none that an earlier page gave');
  if (cursorSort !== sort) throw new BadCursor(`is of another order than sort=${sort}`);
  return { value, title };
}

function parse(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { plainValue } from '../universe/plain-text';

/** Of one answer, its two forms together. */
export const MAX_ANSWER_BYTES = 50_000;

/**
 * The answer in both forms that hosts read: structured, and as JSON text. In the text nothing can end the quotation:
 * angle brackets are escaped, and line breaks always are in JSON.
 */
export function toolResult(structure: object): CallToolResult {
  const structuredContent = plainValue(structure) as Record<string, unknown>;
  return { content: [{ type: 'text', text: quotedJson(structuredContent) }], structuredContent };
}

/** JSON that holds no angle brackets. */
export function quotedJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}

/** How many bytes an answer takes. */
export function bytesOf(structure: object): number {
  return Buffer.byteLength(JSON.stringify(toolResult(structure)));
}

/**
 * The longest answer of at most `most` entries that is small enough. `build` makes the answer of so many entries,
 * and how to go on with the others.
 */
export async function fitted<T extends object>(most: number, build: (entries: number) => T | Promise<T>): Promise<T> {
  let entries = most;
  for (;;) {
    const answer = await build(entries);
    const bytes = bytesOf(answer);
    if (bytes <= MAX_ANSWER_BYTES || entries <= 1) return answer;
    entries = Math.max(1, Math.min(entries - 1, Math.floor((entries * MAX_ANSWER_BYTES) / bytes)));
  }
}

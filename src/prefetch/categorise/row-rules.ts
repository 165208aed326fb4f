import { timeMs } from '../../universe/plain-time';
import type { UniverseDefinition } from '../../universe/universe-definition';

/** Of a time without milliseconds, as nearly all are written. */
const SECONDS_LENGTH = 'YYYY-MM-DDThh:mm:ssZ'.length;

/** What rows are made by. */
export interface RowRules {
  universe: string;
  definition: UniverseDefinition;
  /** When the data were fetched, of articles that do not say it. */
  scrapedAtMs: number;
  ttlMs: number;
}

/** Where the wiki has an article that does not say it; null where its wiki is not known. */
export function sourceUrlOf(definition: UniverseDefinition, title: string): string | null {
  if (!definition.articleUrl) return null;
  return definition.articleUrl.replace('$1', () =>
    encodeURI(title.replaceAll(' ', '_')).replace(/[?#]/g, encodeURIComponent),
  );
}

/** A time of a record in the one form that rows have. */
export function rowTime(time: string | null): string | null {
  return time?.length === SECONDS_LENGTH ? `${time.slice(0, -1)}.000Z` : time;
}

/** Milliseconds since 1970; null for no time. */
export function parseTime(text: string | null): number | null {
  if (text === null) return null;
  // Earlier versions wrote local-looking times without a zone; they meant UTC.
  const ms = timeMs(/[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms;
}

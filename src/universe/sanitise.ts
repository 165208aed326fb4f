/// <reference lib="es2024.string" />
import { plainTimeMs } from './plain-time';

/** Text as every store takes it: NUL removed, lone surrogates replaced by U+FFFD; clean text is returned as it is. */
export function sanitiseText(text: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text;
  return text.replaceAll('\0', '').toWellFormed();
}

const MAY_COMPOSE = /[^\0-\u02ff]/;

/** The composed form (NFC), in which names are: everything below U+0300 is composed already. */
export function compose(text: string): string {
  return MAY_COMPOSE.test(text) ? text.normalize('NFC') : text;
}

const ZONELESS = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59Z');

/** A time as ISO 8601 in UTC, in which times without a zone are; null for what is none between the years 1 and 9999. */
export function sanitiseTime(text: string): string | null {
  const trimmed = text.trim();
  if (!Number.isNaN(plainTimeMs(trimmed))) return trimmed;
  if (trimmed.length > 40) return null;
  const ms = Date.parse(ZONELESS.test(trimmed) ? zoned(trimmed) : trimmed);
  // A day that does not exist (February 31) is moved on by JavaScript and refused by Postgres.
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? new Date(ms).toISOString() : null;
}

function zoned(text: string): string {
  return text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`;
}

const WEB_ADDRESS = /^https?:\/\/[^\s/?#][^\s"<>\\]*$/i;

/** An http(s) address as given (its md5 names an image's file), or null for anything else. */
export function sanitiseAddress(text: string): string | null {
  const address = sanitiseText(text);
  return address.length <= 2048 && WEB_ADDRESS.test(address) ? address : null;
}

/** What browsers leave out of an address before they look at its scheme. */

const IGNORED_IN_ADDRESS = /[\0-\x20]/g;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Where a link leads: a path of its site or an http(s) address, as given; null for every other scheme. */
export function sanitiseHref(text: string): string | null {
  const href = sanitiseText(text);
  const scheme = SCHEME.exec(href.replace(IGNORED_IN_ADDRESS, ''))?.[0].toLowerCase();
  return scheme === undefined || scheme === 'http:' || scheme === 'https:' ? href : null;
}

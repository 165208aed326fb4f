import { z } from 'zod';
import type { UniverseView } from '../../catalogue/universe-view';
import type { Change } from '../../dataset/changes';
import { defineExport, type Asked } from '../export';

const ENTRIES = 100;
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const WORDS = { created: 'New', updated: 'Changed', deleted: 'Deleted' } as const;

/** `changes.atom`: the last changes for feed readers, those of the newest publication first (RFC 4287). */
export const FEED_EXPORT = defineExport({
  kind: 'text',
  id: 'getChangesFeed',
  path: 'changes.atom',
  query: z.object({}),
  summary: 'The last 100 changes as an Atom feed',
  description: 'For feed readers: what the last publications created, updated and deleted, the newest first.',
  mediaType: 'application/atom+xml',
  make: feed,
});

async function feed({ view, tools }: Asked<object>): Promise<string> {
  const { universe, key, licence, scrapedAt } = view.directory.info;
  const address = `/api/v1/wiki/${universe}`;
  const entries: string[] = [];
  let updated = new Date(scrapedAt).toISOString();
  for await (const { to, at, changes: all } of tools.changes.leadingTo(universe, key)) {
    const time = new Date(at).toISOString();
    if (entries.length === 0) updated = time;
    const some = all.slice(0, ENTRIES - entries.length);
    const ordinals = view.directory.findIds(some.map(({ id }) => id));
    for (const change of some) entries.push(entry(view, change, ordinals.get(change.id), { to, time, address }));
    if (entries.length >= ENTRIES) break;
  }
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>urn:lorekeeper:${universe}</id>`,
    `<title>${escaped(`${view.definition.name}: what changed`)}</title>`,
    `<updated>${updated}</updated>`,
    `<author><name>${escaped(licence.attribution ?? view.definition.name)}</name></author>`,
    `<rights>${escaped([licence.name, licence.url].filter(Boolean).join(', '))}</rights>`,
    `<link rel="self" type="application/atom+xml" href="${address}/changes.atom"/>`,
    ...entries,
    '</feed>\n',
  ].join('\n');
}

function entry(
  { directory }: UniverseView,
  { id, title, change }: Change,
  ordinal: number | undefined,
  { to, time, address }: { to: string; time: string; address: string },
): string {
  const words = `${WORDS[change]}: ${title}`;
  const summary = ordinal === undefined ? '' : directory.summary(ordinal);
  const link = ordinal === undefined ? '' : `<link rel="alternate" href="${address}/articles/by-id/${id}"/>`;
  return [
    `<entry><id>urn:lorekeeper:${directory.info.universe}:${to}:${id}</id>`,
    `<title type="text">${escaped(words)}</title><updated>${time}</updated>`,
    `<category term="${change}"/>${link}<content type="text">${escaped(summary || words)}</content></entry>`,
  ].join('');
}

/** Text that stays text, whatever is in it. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_IN_XML, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character]!);
}

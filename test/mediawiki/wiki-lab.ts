import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Clock } from '../../src/egress/clock';
import { EgressClient } from '../../src/egress/egress-client';
import { HostAllowList } from '../../src/egress/host-allow-list';
import { fetchTextBy, type FetchText } from '../../src/mediawiki/api/fetch-text';
import { WikiClient } from '../../src/mediawiki/api/wiki-client';
import type { WikiAccess } from '../../src/prefetch/fill/wiki-source';
import { genericDefinition, type UniverseDefinition } from '../../src/universe/universe-definition';
import type { ArticleText } from '../../src/universe/section';
import type { WrittenManifest } from '../../src/file-cache/native-manifest';

/** A clock on which waiting takes no time: it moves on by itself and remembers how long was waited. */
export class SkippingClock implements Clock {
  time = Date.parse('2026-08-01T00:00:00Z');
  readonly waits: number[] = [];

  readonly now = (): number => this.time;

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms > 0) this.waits.push(ms);
    this.time += ms;
  }
}

/** The product's own way out, opened for one address on loopback. */
export function labFetch(host: string): { fetchText: FetchText; close(): Promise<void> } {
  const egress = new EgressClient({ allow: new HostAllowList([host]), userAgent: 'unused/0' });
  return { fetchText: fetchTextBy(egress), close: () => egress.close() };
}

export function labAccess(fetchText: FetchText, clock: Clock = new SkippingClock()): WikiAccess {
  return { fetchText, clock, contact: 'operator@test.invalid', articleText: 'full', version: '0.0.1', minGapMs: 0 };
}

export function labClient(
  fetchText: FetchText,
  api: string,
  clock: Clock = new SkippingClock(),
  more: object = {},
): WikiClient {
  return new WikiClient({
    api,
    fetchText,
    userAgent: 'Lorekeeper/0.0.1 (operator@test.invalid)',
    clock,
    minGapMs: 0,
    ...more,
  });
}

export function labUniverse(api: string, articleCategory: string | null = 'Canon articles'): UniverseDefinition {
  return { ...genericDefinition('model'), api, articleCategory };
}

export interface NativeRecord {
  pageid: number;
  title: string;
  url?: string;
  revid: number;
  categories: string[];
  redirects: string[];
  infobox: { type: string | null; fields: { label: string; values: string[]; links: unknown[] }[] } | null;
  extract: string | null;
  image: string | null;
  image_revision?: string;
  scraped_at?: string;
}

/** Reads what a fill wrote, as its files stand. */
export async function readNative(
  cacheDir: string,
  universe = 'model',
): Promise<{ manifest: WrittenManifest; records: NativeRecord[] }> {
  const dir = join(cacheDir, universe);
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as WrittenManifest;
  const records: NativeRecord[] = [];
  for (const { name } of manifest.files) {
    for (const line of (await readFile(join(dir, name), 'utf8')).split('\n'))
      if (line) records.push(JSON.parse(line) as NativeRecord);
  }
  return { manifest, records };
}

/** The texts that a fill wrote, as their lines stand, by title; an article without one has no line here. */
export async function readTextLines(cacheDir: string, universe = 'model'): Promise<Map<string, string>> {
  const { manifest } = await readNative(cacheDir, universe);
  const lines = new Map<string, string>();
  for (const { name } of manifest.texts ?? []) {
    const content = gunzipSync(await readFile(join(cacheDir, universe, 'texts', name))).toString();
    for (const line of content.split('\n').filter((one) => one.includes('"sections":')))
      lines.set((JSON.parse(line) as { title: string }).title, line);
  }
  return lines;
}

/** The same, read. */
export async function readTexts(cacheDir: string, universe = 'model'): Promise<Map<string, ArticleText>> {
  const lines = await readTextLines(cacheDir, universe);
  return new Map([...lines].map(([title, line]) => [title, JSON.parse(line) as ArticleText]));
}

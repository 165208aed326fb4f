import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The universe of the fault tests. */
export const UNIVERSE = 'test_world';
const TYPES = ['Planet', 'Character', 'Weapon', 'Starship class', 'Droid', 'Device'];

/** Version v of the file cache holds `base + v` articles, each of which says which version it is of. */
export interface WorldVersion {
  base: number;
  version: number;
  /** Host of images; none where not given. */
  imageOrigin?: string;
  /** How many of the articles have an image; all of them where not given. */
  images?: number;
  /** Characters of each article's text. */
  bytes?: number;
  /** Whether each article has a whole text, which says its version, too. */
  hasTexts?: boolean;
}

export function articlesOf({ base, version }: WorldVersion): number {
  return base + version;
}

export function titleOf(number: number): string {
  return `Article ${number}`;
}

function versionSection(number: number, version: number) {
  return { heading: 'Versions', level: 2, text: `Of ${titleOf(number)} this is what version ${version} tells.` };
}

function line(
  number: number,
  { version, imageOrigin, images = Infinity, bytes = 200, hasTexts = false }: WorldVersion,
): string {
  const type = TYPES[number % TYPES.length]!;
  const extract = `Version ${version} of number ${number}. `;
  return JSON.stringify({
    pageid: number + 1,
    title: titleOf(number),
    timestamp: '2026-01-01T00:00:00Z',
    categories: ['Canon articles'],
    infobox: { type, fields: [{ label: 'Region', values: [`Region ${number % 9}`], links: [] }] },
    extract: extract + 'Lore '.repeat(Math.max(0, bytes - extract.length) / 5),
    ...(hasTexts ? { sections: [{ text: extract.trim() }, versionSection(number, version)] } : {}),
    ...(imageOrigin && number < images ? { image: `${imageOrigin}/image-${number}.png` } : {}),
  });
}

/** Writes that version of the universe into a file cache, whole or not at all. */
export function publishFiles(cacheDir: string, world: WorldVersion, universe = UNIVERSE): void {
  const dir = join(cacheDir, universe);
  mkdirSync(dir, { recursive: true });
  const lines = Array.from({ length: articlesOf(world) }, (_, number) => line(number, world));
  const temporary = join(dir, `.articles.${process.pid}.tmp`);
  writeFileSync(temporary, `${lines.join('\n')}\n`);
  renameSync(temporary, join(dir, 'articles.jsonl'));
}

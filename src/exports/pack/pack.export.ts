import { Readable } from 'node:stream';
import { z } from 'zod';
import { articlesJson } from '../../catalogue/present/articles';
import type { UniverseView } from '../../catalogue/universe-view';
import { ARTICLE_MEMBERS } from '../../params/article-members';
import { categories, flag, oneOf } from '../../params/parameters';
import { FileDigest, type FileFacts } from '../archives/digest';
import { chosenOrdinals, slices } from '../articles.export';
import { textLines } from './text-lines';
import { defineExport, type ArchiveFile, type ArchiveParts } from '../export';
import { attributionOf } from './attribution';

/** Raised when packs of the same dataset become other bytes. */
const PACK_FORMAT = 1;
/** Articles that are read at once. */
const SLICE = 50;
const WIDTHS = { none: null, 200: 200, 400: 400 } as const;

/** What belongs to an installation or to a moment, and not to the dataset. */
const LEFT_OUT = ['image_cached', 'image_width', 'image_height', 'placeholder', 'scraped_at', 'licence'];
const MEMBERS = ARTICLE_MEMBERS.filter((name) => !LEFT_OUT.includes(name));

const QUERY = z.object({
  category: categories,
  images: oneOf(['none', '200', '400'], 'none', {
    description: 'Width of the pictures that come along, of those that are stored: as WebP.',
    example: 'none',
  }),
  text: flag({ description: 'Whether the whole texts come along; they do if left out.', example: true }),
});
export type PackQuery = z.infer<typeof QUERY>;

/** `pack.zip`: a universe for a game without a network. */
export const PACK_EXPORT = defineExport({
  kind: 'archive',
  id: 'downloadPack',
  path: 'pack.zip',
  query: QUERY,
  summary: 'A universe as one zip, to be used without a network',
  description:
    'Holds `manifest.json`, `articles.ndjson`, `texts.ndjson`, `images/<id of the article>.webp` (stored pictures) and `ATTRIBUTION.md`. The same bytes for the same dataset and parameters. Made once and kept; sent while it is made. `changes` brings a pack up to date.',
  mediaType: 'application/zip',
  problems: ['UNKNOWN_CATEGORY', 'EXPORT_UNAVAILABLE'],
  fileName: (universe) => `${universe}-pack.zip`,
  async name({ view, query, tools }) {
    const chosen = chosenOrdinals(view, query.category);
    const names = [...new Set(query.category)].sort();
    const set = query.images === 'none' ? '' : await tools.pictures.setOf(view, chosen, names.join(','));
    return JSON.stringify([PACK_FORMAT, names, query.images, query.text ?? true, set]);
  },
  files: packFiles,
});

/** The files of a pack, the manifest last. */
export async function* packFiles({
  view,
  query,
  images,
  pictures,
}: Omit<ArchiveParts<PackQuery>, 'scratch'>): AsyncGenerator<ArchiveFile> {
  const whole = view.untilItsEnd();
  const chosen = chosenOrdinals(view, query.category);
  const facts: FileFacts[] = [];
  const lines = async function* (digest: FileDigest, pieces: AsyncIterable<string[]>) {
    for await (const piece of pieces)
      if (piece.length > 0) yield digest.add(Buffer.from(`${piece.join('\n')}\n`), piece.length);
  };
  const listed = async function* (name: string, pieces: AsyncIterable<string[]>): AsyncGenerator<ArchiveFile> {
    const digest = new FileDigest(name);
    yield { name, content: Readable.from(lines(digest, pieces), { objectMode: false }) };
    facts.push(digest.facts());
  };
  const articles = async function* () {
    for (const ordinals of slices(chosen, SLICE)) yield await articlesJson(whole, ordinals, images, MEMBERS);
  };
  yield* listed('articles.ndjson', articles());
  if (query.text ?? true) yield* listed('texts.ndjson', textLines(whole, chosen));
  const width = WIDTHS[query.images];
  if (width !== null) {
    for await (const { id, bytes } of pictures.of(view, chosen, width)) {
      const digest = new FileDigest(`images/${id}.webp`);
      yield { name: `images/${id}.webp`, content: digest.add(bytes, 1), isPacked: true };
      facts.push(digest.facts());
    }
  }
  const attribution = Buffer.from(attributionOf(view));
  const digest = new FileDigest('ATTRIBUTION.md');
  yield { name: 'ATTRIBUTION.md', content: digest.add(attribution, 1) };
  facts.push(digest.facts());
  yield { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifestOf(view, query, facts), null, 2)}\n`) };
}

function manifestOf(view: UniverseView, query: PackQuery, files: readonly FileFacts[]) {
  const { universe, key, licence, scrapedAt } = view.directory.info;
  const count = (name: string) => files.find((file) => file.name === name)?.records ?? 0;
  return {
    format: `lorekeeper-pack-${PACK_FORMAT}`,
    universe,
    name: view.definition.name,
    dataset_version: key,
    scraped_at: scrapedAt,
    licence,
    source: view.definition.api === null ? null : new URL(view.definition.api).origin,
    categories: query.category ?? null,
    images: query.images,
    counts: {
      articles: count('articles.ndjson'),
      texts: count('texts.ndjson'),
      images: files.filter(({ name }) => name.startsWith('images/')).length,
    },
    files,
  };
}

import { z } from 'zod';
import { categories } from '../../params/parameters';
import { chosenOrdinals, slices } from '../articles.export';
import { defineExport, type ArchiveParts } from '../export';
import { attributionOf } from '../pack/attribution';
import { pageIdsOf, pagesOf } from './article-pages';
import { compendiumFiles, type FoundryDocument } from './compendium';
import { folderDocument, folderId, journalDocument, journalId, pageDocument } from './foundry-documents';
import { COMPENDIUM, moduleId, moduleOf } from './foundry-module';

/** Raised when modules of the same dataset become other bytes. */
const FOUNDRY_FORMAT = 1;
/** Articles that are read at once. */
const SLICE = 50;
const WIDTH = 400;

const QUERY = z.object({ category: categories });
type Parts = ArchiveParts<z.infer<typeof QUERY>>;

/** `export/foundry.zip`: a module with a compendium of journal entries. */
export const FOUNDRY_EXPORT = defineExport({
  kind: 'archive',
  id: 'downloadFoundryModule',
  path: 'export/foundry.zip',
  query: QUERY,
  summary: 'A module for Foundry VTT',
  description:
    'For Foundry VTT 12 and 13: `module.json` and a compendium of journal entries, in a folder for each category, with a page for each section, the stored pictures, links between the entries, and source and licence on each page. Ids stay the same from version to version. Made once and kept; sent while it is made.',
  mediaType: 'application/zip',
  problems: ['UNKNOWN_CATEGORY', 'EXPORT_UNAVAILABLE'],
  fileName: (universe) => `${moduleId(universe)}.zip`,
  async name({ view, query, tools }) {
    const names = [...new Set(query.category)].sort();
    const set = await tools.pictures.setOf(view, chosenOrdinals(view, query.category), names.join(','));
    return JSON.stringify([FOUNDRY_FORMAT, names, set]);
  },
  async *files(parts) {
    const { view, query, pictures, scratch } = parts;
    const chosen = chosenOrdinals(view, query.category);
    yield { name: 'module.json', content: Buffer.from(`${JSON.stringify(moduleOf(view), null, 2)}\n`) };
    yield { name: 'ATTRIBUTION.md', content: Buffer.from(attributionOf(view)) };
    // Only what lies in the module is shown by its pages.
    const pictured = new Set<number>();
    for await (const { id, bytes } of pictures.of(view, chosen, WIDTH)) {
      pictured.add(id);
      yield { name: `images/${id}.webp`, content: bytes, isPacked: true };
    }
    yield* compendiumFiles(`packs/${COMPENDIUM}`, scratch, documents(parts, chosen, pictured));
  },
});

/** Every document in the order of its key: folders, then journal entries, then pages. */
async function* documents(
  { view }: Parts,
  chosen: Uint32Array,
  pictured: ReadonlySet<number>,
): AsyncGenerator<FoundryDocument> {
  const { directory, universe } = view;
  yield* folders(view, chosen);
  const ids = new Map(Array.from(chosen, (ordinal) => [ordinal, journalId(universe, directory.id(ordinal))]));
  const inOrder = chosen.slice().sort((a, b) => (ids.get(a)! < ids.get(b)! ? -1 : 1));
  for await (const { ordinal, body, text } of articles(view, inOrder)) {
    yield journalDocument({
      id: ids.get(ordinal)!,
      title: directory.title(ordinal),
      folder: folderId(universe, directory.category(ordinal)),
      pageIds: pageIdsOf(view, ordinal, text),
      flags: { universe, id: directory.id(ordinal), source: body.sourceUrl },
    });
  }
  const prefix = `Compendium.${moduleId(universe)}.${COMPENDIUM}.JournalEntry.`;
  const around = {
    view,
    uuidOf: (href: string) => {
      const id = ids.get(directory.findLinked(href));
      return id === undefined ? null : prefix + id;
    },
    pictureOf: (ordinal: number) => {
      const id = directory.id(ordinal);
      return pictured.has(id) ? `modules/${moduleId(universe)}/images/${id}.webp` : null;
    },
  };
  for await (const { ordinal, body, text } of articles(view, inOrder)) {
    const pages = pagesOf(around, ordinal, body, text).map((page) => pageDocument(ids.get(ordinal)!, page));
    yield* pages.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

function folders({ directory, universe }: Parts['view'], chosen: Uint32Array): FoundryDocument[] {
  const used = new Set(Array.from(chosen, (ordinal) => directory.category(ordinal)));
  const names = directory.info.categories.map(({ name }) => name).filter((name) => used.has(name));
  return names
    .map((name, place) => folderDocument(folderId(universe, name), name, (place + 1) * 100))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The articles with their texts, without those whose rows cannot be read. */
async function* articles(view: Parts['view'], ordinals: Uint32Array) {
  for (const slice of slices(ordinals, SLICE)) {
    const asked = [...slice];
    const withText = asked.filter((ordinal) => view.directory.hasText(ordinal));
    const [bodies, texts] = await Promise.all([view.bodies(asked), view.readableTexts(withText)]);
    const textOf = new Map(withText.map((ordinal, place) => [ordinal, texts[place] ?? null]));
    for (const [place, ordinal] of asked.entries()) {
      const body = bodies[place];
      if (body) yield { ordinal, body, text: textOf.get(ordinal) ?? null };
    }
  }
}

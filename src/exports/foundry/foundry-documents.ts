import { nameText } from './foundry-html';
import { foundryId } from './foundry-id';
import type { FoundryDocument } from './compendium';

/** The oldest version that reads these documents; newer ones bring them up to date by themselves. */
const CORE_VERSION = '12';
const STATS = {
  coreVersion: CORE_VERSION,
  systemId: null,
  systemVersion: null,
  createdTime: null,
  modifiedTime: null,
  lastModifiedBy: null,
  compendiumSource: null,
  duplicateSource: null,
};
/** As the entry says. */
const INHERITED = { default: -1 };
const OBSERVER = { default: 2 };
const HTML = 1;
/** Of a page's title in the table of contents. */
const MAX_LEVEL = 3;

/** A journal entry without its pages. */
export interface JournalEntry {
  id: string;
  title: string;
  folder: string;
  pageIds: string[];
  flags: object;
}

/** A page of a journal entry. */
export interface JournalPage {
  id: string;
  title: string;
  level: number;
  /** Its place among the pages. */
  place: number;
  html: string;
}

/** The folder of a category. */
export function folderDocument(id: string, category: string, sort: number): FoundryDocument {
  const words = category.replaceAll('_', ' ');
  return {
    key: `!folders!${id}`,
    value: {
      _id: id,
      name: nameText(words.charAt(0).toUpperCase() + words.slice(1)),
      type: 'JournalEntry',
      description: '',
      folder: null,
      sorting: 'a',
      sort,
      color: null,
      flags: {},
      _stats: STATS,
    },
  };
}

export function journalDocument({ id, title, folder, pageIds, flags }: JournalEntry): FoundryDocument {
  return {
    key: `!journal!${id}`,
    value: {
      _id: id,
      name: nameText(title),
      pages: pageIds,
      folder,
      sort: 0,
      ownership: OBSERVER,
      flags: { lorekeeper: flags },
      _stats: STATS,
    },
  };
}

export function pageDocument(journal: string, { id, title, level, place, html }: JournalPage): FoundryDocument {
  return {
    key: `!journal.pages!${journal}.${id}`,
    value: {
      _id: id,
      name: nameText(title),
      type: 'text',
      system: {},
      title: { show: true, level: Math.max(1, Math.min(MAX_LEVEL, level)) },
      text: { format: HTML, content: html, markdown: '' },
      image: {},
      video: { controls: true, volume: 0.5 },
      src: null,
      sort: (place + 1) * 100_000,
      ownership: INHERITED,
      flags: {},
      _stats: STATS,
    },
  };
}

export function journalId(universe: string, article: number): string {
  return foundryId('journal', universe, article);
}

export function folderId(universe: string, category: string): string {
  return foundryId('folder', universe, category);
}

/** The first page of an article has no section. */
export function pageId(universe: string, article: number, section: string | null): string {
  return section === null ? foundryId('page', universe, article) : foundryId('page', universe, article, section);
}

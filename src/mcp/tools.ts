import type { Tool } from './tool';
import { findPlaces } from './tools/find-places';
import { getArticle } from './tools/get-article';
import { getLinks } from './tools/get-links';
import { getRandomArticle } from './tools/get-random-article';
import { getSection } from './tools/get-section';
import { listArticles } from './tools/list-articles';
import { listUniverses } from './tools/list-universes';
import { searchArticles } from './tools/search-articles';
import { searchPassages } from './tools/search-passages';

/** Every tool, in the order in which hosts show them; a new one is a file and a line. */
export const TOOLS: readonly Tool[] = [
  listUniverses,
  searchArticles,
  getArticle,
  getSection,
  searchPassages,
  listArticles,
  findPlaces,
  getLinks,
  getRandomArticle,
];

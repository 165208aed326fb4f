import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Infobox } from '../../src/universe/article';
import { compileRules } from '../../src/universe/categorise';
import { parseUniverseDefinition } from '../../src/universe/parse-universe-definition';
import type { TestArticle } from './build-directory';

interface CorpusRecord {
  title: string;
  categories: string[];
  infobox: Infobox | null;
  extract: string | null;
  image: string | null;
  redirects?: string[];
}

/** Path of the Star Wars corpus, or null where it is not at hand. */
export function corpusPath(): string | null {
  const given = process.env['LOREKEEPER_CORPUS'];
  const path = given ?? join(__dirname, '../../../shared/corpus/articles.jsonl.gz');
  return existsSync(path) ? path : null;
}

export function readArticles(path: string, definitionFile: string): TestArticle[] {
  const definition = parseUniverseDefinition(JSON.parse(readFileSync(definitionFile, 'utf8')), definitionFile);
  const rules = compileRules(definition);
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const record = JSON.parse(line) as CorpusRecord;
      const infobox = record.infobox ?? null;
      const { category } = rules.categorise({ infobox, wikiCategories: record.categories ?? [], stated: null });
      return {
        title: record.title,
        category,
        infobox,
        ...(record.redirects && { redirects: record.redirects }),
        ...(record.extract && { description: record.extract }),
        ...(record.image && { image: record.image }),
      };
    });
}

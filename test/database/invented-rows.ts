import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadSource } from '../../src/database/load/load-source';
import { COPY_HEADER, COPY_TRAILER, RowEncoder, type Row } from '../../src/dataset/rows-format';

export const CATEGORIES = ['characters', 'planets', 'vehicles'];

/** An invented row; `version` changes its content. */
export function inventedRow(id: number, version = 0, more: Partial<Row> = {}): Row {
  return {
    universe: 'demo',
    id,
    title: `Article ${id}`,
    category: CATEGORIES[id % CATEGORIES.length] ?? 'other',
    content: { description: `Version ${version} of ${id}. `.repeat(12), name: `Article ${id}` },
    imageUrl: id % 2 === 0 ? `https://images.demo.invalid/${id}.png` : null,
    sourceUrl: `https://demo.invalid/wiki/Article_${id}`,
    infobox: { type: 'Thing', fields: [{ label: 'Number', values: [String(id)], links: [] }] },
    extra: { wiki_categories: ['Things'] },
    scrapedAtMs: Date.UTC(2026, 0, 1),
    expiresAtMs: Date.UTC(2026, 0, 8),
    ...more,
  };
}

export function inventedRows(count: number, version = 0): Row[] {
  return Array.from({ length: count }, (_, i) => inventedRow(i + 1, version));
}

let files = 0;

/** Writes rows as a rows file and describes it as a dataset. */
export function datasetOf(dir: string, key: string, rows: Row[], more: Partial<LoadSource> = {}): LoadSource {
  const encoder = new RowEncoder();
  for (const row of rows) encoder.add(row);
  const rowsPath = join(dir, `${++files}-${key}.rows`);
  writeFileSync(rowsPath, Buffer.concat([COPY_HEADER, encoder.take(), COPY_TRAILER]));
  return {
    universe: rows[0]?.universe ?? 'demo',
    key,
    articles: rows.length,
    rowsPath,
    directoryPieces: () => [Buffer.alloc(1_500_000, `directory of ${key} `)],
    info: { key },
    rejects: [],
    ...more,
  };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CategoryCount, KnownRows, LoadSource } from '../../src/database/load/load-source';
import {
  COPY_HEADER,
  COPY_TRAILER,
  decodeRow,
  hashRow,
  isIntact,
  ROW_COLUMNS,
  RowEncoder,
  rowHashOf,
  type Row,
} from '../../src/dataset/rows-format';

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

/** What a directory would know of a rows file. */
export function knownRows(rowsPath: string): KnownRows {
  const bytes = readFileSync(rowsPath);
  const rows: { offset: number; length: number; tuple: Buffer }[] = [];
  for (let offset = COPY_HEADER.length, end = 0; offset < bytes.length - COPY_TRAILER.length; offset = end) {
    end = offset + 2;
    for (let field = 0; field < ROW_COLUMNS.length; field++) end += 4 + Math.max(0, bytes.readInt32BE(end));
    rows.push({ offset, length: end - offset, tuple: bytes.subarray(offset, end) });
  }
  return {
    count: rows.length,
    id: (number) => decodeRow(rows[number]!.tuple).id,
    hashHigh: (number) => rowHashOf(rows[number]!.tuple)!.high,
    hashLow: (number) => rowHashOf(rows[number]!.tuple)!.low,
    place: (number) => rows[number]!,
  };
}

/** Writes rows as a rows file and describes it as a dataset. */
export function datasetOf(dir: string, key: string, rows: Row[], more: Partial<LoadSource> = {}): LoadSource {
  const encoder = new RowEncoder();
  const tuples = rows.map((row) => Buffer.from(encoder.encode(row)));
  tuples.forEach(hashRow);
  const rowsPath = join(dir, `${++files}-${key}.rows`);
  writeFileSync(rowsPath, Buffer.concat([COPY_HEADER, ...tuples, COPY_TRAILER]));
  const categories = new Map<string, CategoryCount>();
  for (const { category, imageUrl } of rows) {
    const count = categories.get(category) ?? { name: category, articles: 0, withImages: 0 };
    categories.set(category, count);
    count.articles++;
    if (imageUrl !== null) count.withImages++;
  }
  const known = knownRows(rowsPath);
  return {
    universe: rows[0]?.universe ?? 'demo',
    key,
    articles: rows.length,
    categories: [...categories.values()],
    columns: ROW_COLUMNS,
    isIntact: (tuple, n) => {
      const hash = rowHashOf(tuple);
      return hash?.high === known.hashHigh(n) && hash.low === known.hashLow(n) && isIntact(tuple);
    },
    rows: known,
    rowsPath,
    directoryPieces: () => [Buffer.alloc(1_500_000, `directory of ${key} `)],
    info: { version: 1 },
    rejects: [],
    changes: [],
    ...more,
  };
}

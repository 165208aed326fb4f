import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CategoryCount, KnownRows, LoadSource, TableSource } from '../../src/database/load/load-source';
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
import { encodeText, isIntactText, TEXT_COLUMNS, textHashOf } from '../../src/dataset/texts-format';

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

interface TupleFormat {
  columns: readonly string[];
  idOf(tuple: Buffer): number;
  hashOf(tuple: Buffer): { high: number; low: number } | null;
  isIntact(tuple: Buffer): boolean;
}

const ROWS: TupleFormat = {
  columns: ROW_COLUMNS,
  idOf: (tuple) => decodeRow(tuple).id,
  hashOf: rowHashOf,
  isIntact,
};
const TEXTS: TupleFormat = {
  columns: TEXT_COLUMNS,
  idOf: (tuple) => Number(tuple.readBigInt64BE(6 + tuple.readInt32BE(2) + 4)),
  hashOf: textHashOf,
  isIntact: isIntactText,
};

/** What a directory would know of a rows file. */
function knownRows(path: string, { columns, idOf, hashOf }: TupleFormat): KnownRows {
  const bytes = readFileSync(path);
  const rows: { offset: number; length: number; tuple: Buffer }[] = [];
  for (let offset = COPY_HEADER.length, end = 0; offset < bytes.length - COPY_TRAILER.length; offset = end) {
    end = offset + 2;
    for (let field = 0; field < columns.length; field++) end += 4 + Math.max(0, bytes.readInt32BE(end));
    rows.push({ offset, length: end - offset, tuple: bytes.subarray(offset, end) });
  }
  return {
    count: rows.length,
    id: (number) => idOf(rows[number]!.tuple),
    hashHigh: (number) => hashOf(rows[number]!.tuple)!.high,
    hashLow: (number) => hashOf(rows[number]!.tuple)!.low,
    place: (number) => rows[number]!,
  };
}

/** The tables of a dataset that lies in these files. */
export function tablesOf(paths: { rows: string; texts: string }): Pick<LoadSource, 'rows' | 'texts'> {
  const tableOf = (path: string, format: TupleFormat, table: Pick<TableSource, 'table' | 'hashColumn'>) => {
    const known = knownRows(path, format);
    const isRow = (tuple: Buffer, n: number) => {
      const hash = format.hashOf(tuple);
      return hash?.high === known.hashHigh(n) && hash.low === known.hashLow(n) && format.isIntact(tuple);
    };
    return { ...table, path, columns: format.columns, isIntact: isRow, rows: known };
  };
  return {
    rows: tableOf(paths.rows, ROWS, { table: 'wiki_articles', hashColumn: 'row_hash' }),
    texts: tableOf(paths.texts, TEXTS, { table: 'wiki_texts', hashColumn: 'text_hash' }),
  };
}

/** A text for every other row, which changes with it. */
function inventedTexts(rows: Row[]): Buffer[] {
  return rows
    .filter(({ id }) => id % 2 === 0)
    .map(({ universe, id, content, sourceUrl }) => {
      const lead = { index: 0, level: 1, heading: '', anchor: '', text: String(content['description']) };
      return encodeText(universe, id, { sections: [lead], gallery: [] }, sourceUrl);
    });
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
  const textsPath = join(dir, `${files}-${key}.texts`);
  writeFileSync(textsPath, Buffer.concat([COPY_HEADER, ...inventedTexts(rows), COPY_TRAILER]));
  return {
    universe: rows[0]?.universe ?? 'demo',
    key,
    articles: rows.length,
    categories: [...categories.values()],
    ...tablesOf({ rows: rowsPath, texts: textsPath }),
    directoryPieces: () => [Buffer.alloc(1_500_000, `directory of ${key} `)],
    info: { version: 1 },
    rejects: [],
    changes: [],
    ...more,
  };
}

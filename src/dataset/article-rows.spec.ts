import { ArticleEncoder } from './article-encoder';
import { ArticleRows } from './article-rows';
import { decodeRow, RowOfValues } from './rows-format';

const ARTICLE = {
  universe: 'demo',
  content: { name: 'x' },
  infobox: null,
  imageUrl: null,
  sourceUrl: null,
  extra: { wiki_categories: [] },
  scrapedAtMs: 0,
  expiresAtMs: 1,
};

/** The rows that are let through of these articles, given in batches. */
function through(batches: [id: number, title: string, category: string][][]) {
  const encoder = new ArticleEncoder();
  const kept: string[] = [];
  const doubles: string[] = [];
  const take = (tuples: Buffer) => {
    const copy = Buffer.from(tuples);
    for (let start = 0; start < copy.length;) {
      const row = decodeRow(copy.subarray(start));
      kept.push(`${row.id} ${row.title}`);
      start += lengths.get(`${row.id} ${row.title}`) ?? Infinity;
    }
  };
  const lengths = new Map<string, number>();
  const rows = new ArticleRows(take);
  for (const batch of batches) {
    for (const [id, title, category] of batch) {
      const before = encoder.bytes;
      encoder.add(new RowOfValues({ ...ARTICLE, id, title, category }));
      lengths.set(`${id} ${title}`, encoder.bytes - before);
    }
    rows.add(encoder.take(), (place, title) => doubles.push(`${place} ${title}`));
  }
  const further = [...rows.furtherCategories].map(([seq, names]) => `${seq} ${[...names].join('+')}`);
  return { kept, doubles, further, count: rows.count };
}

describe('the rows of articles', () => {
  it('are let through once for each title and each id, in one batch and over several', () => {
    const batches: [number, string, string][][] = [
      [
        [1, 'Padmé', 'characters'],
        [2, 'Tatooine', 'planets'],
        [3, 'Padmé', 'characters'],
        [2, 'Two suns', 'planets'],
        [4, 'A much longer title than the others', 'other'],
      ],
      [
        [5, 'Tatooine', 'planets'],
        [6, 'Hoth', 'planets'],
      ],
      [[6, 'Echo Base', 'locations']],
    ];
    expect(through(batches)).toEqual({
      kept: ['1 Padmé', '2 Tatooine', '4 A much longer title than the others', '6 Hoth'],
      doubles: ['2 Padmé', '3 Two suns', '0 Tatooine', '0 Echo Base'],
      further: [],
      count: 4,
    });
  });

  it('gather the categories under which a title arrives', () => {
    const batches: [number, string, string][][] = [
      [
        [1, 'Hoth', 'planets'],
        [2, 'Echo Base', 'locations'],
        [1, 'Hoth', 'planets'],
      ],
      [
        [1, 'Hoth', 'locations'],
        [9, 'Hoth', 'battles'],
      ],
    ];
    expect(through(batches)).toMatchObject({ count: 2, further: ['0 planets+locations+battles'] });
  });
});

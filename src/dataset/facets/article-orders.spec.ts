import fc from 'fast-check';
import { Bitset } from '../search/bitset';
import type { SearchDirectory } from '../search/search-directory';
import type { SectionFileWriter } from '../section-file';
import { addOrders, ArticleOrder, SORTS, type Sort } from './article-orders';

/** A directory of articles with these links and times (s), in title order: `a000`, `a001` … */
function directoryOf(articles: readonly { links: number; seconds: number }[]): SearchDirectory {
  const count = articles.length;
  const links = Uint32Array.from(articles, (article) => article.links);
  const updated = Float64Array.from(articles, ({ seconds }) => seconds * 1000 + 250);
  const columns = new Map<string, unknown>([
    ['links', links],
    ['updated', updated],
  ]);
  const writer = { add: (name: string, column: unknown) => void columns.set(name, column) };
  addOrders(writer as unknown as SectionFileWriter, { count, links, updated });
  const column = (name: string) => columns.get(name);
  const strings = () => ({ get: titleOf });
  return { count, sections: { u32: column, f64: column, strings } } as unknown as SearchDirectory;
}

const titleOf = (ordinal: number) => `a${String(ordinal).padStart(3, '0')}`;

/** Few values, so that many articles share one. */
const articles = fc.array(fc.record({ links: fc.nat({ max: 4 }), seconds: fc.nat({ max: 3 }) }), { maxLength: 60 });

function sorted(of: readonly { links: number; seconds: number }[], sort: Sort): number[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  const field = sort.replace('-', '');
  return of
    .map((article, ordinal) => ({ ...article, ordinal }))
    .sort((a, b) => {
      if (field === 'title') return sign * (a.ordinal - b.ordinal);
      const byValue = field === 'links' ? a.links - b.links : a.seconds - b.seconds;
      return sign * byValue || a.ordinal - b.ordinal;
    })
    .map(({ ordinal }) => ordinal);
}

test.each(SORTS)('by %s any set is taken in order from any place, and goes on behind its last', (sort) => {
  fc.assert(
    fc.property(
      articles,
      fc.array(fc.nat({ max: 59 })),
      fc.nat({ max: 60 }),
      fc.nat({ max: 20 }),
      (of, some, from, limit) => {
        const order = new ArticleOrder(directoryOf(of), sort);
        const expected = sorted(of, sort);
        const set = new Bitset(of.length);
        for (const ordinal of some) if (ordinal < of.length) set.add(ordinal);
        expect(order.take(Bitset.full(of.length), 0, of.length)).toEqual(expected);
        const taken = order.take(set, from, limit);
        expect(taken).toEqual(
          expected
            .slice(from)
            .filter((ordinal) => set.has(ordinal))
            .slice(0, limit),
        );
        for (const [place, ordinal] of expected.entries()) {
          expect(order.placeAfter(order.positionOf(ordinal))).toBe(place + 1);
        }
      },
    ),
  );
});

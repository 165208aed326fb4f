import fc from 'fast-check';
import { articleId, FIRST_HASHED_ID } from './article-id';

it('is the page id where there is one', () => {
  expect(articleId(13, 'Tatooine')).toBe(13);
});

it('is else a hash of the title, out of the range of page ids and below 2^53', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      const id = articleId(null, title);
      expect(Number.isSafeInteger(id) && id >= FIRST_HASHED_ID).toBe(true);
    }),
  );
  expect(articleId(null, 'Tatooine')).toBe(articleId(0, 'tatooine'));
  expect(articleId(null, 'Luke_Skywalker')).toBe(articleId(null, 'Luke Skywalker'));
});

it('does not change from version to version', () => {
  expect(articleId(null, 'Tatooine')).toMatchInlineSnapshot(`7442790612604347`);
});

it('differs for every one of 200,000 titles', () => {
  const ids = new Set<number>();
  for (let i = 0; i < 200_000; i++) ids.add(articleId(null, `Planet ${i}`));
  expect(ids.size).toBe(200_000);
});

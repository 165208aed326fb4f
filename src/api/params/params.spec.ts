import { BATCH_BODY } from '../wiki/universe.controller';
import { Problem } from '../../problem/problem';
import { z } from 'zod';
import { refusedParameter } from './refused-parameter';
import { titleFromPath } from './title-from-path';
import { ARTICLES_QUERY } from './articles-query';
import { ARTICLE_MEMBERS } from '../../params/article-members';
import { article } from '../openapi/shapes';
import {
  flag,
  limit,
  MAX_QUERY,
  offset,
  oneOf,
  oneOfOptional,
  search,
  text,
  universe,
  wholeNumber,
} from '../../params/parameters';

const CATEGORY_LIST_QUERY = z.object({ universe, limit: limit(100, 5000), offset, search });
const SEARCH_QUERY = z.object({ q: text(MAX_QUERY, { description: 'What is looked for.' }) });
const documented = { description: 'For this test.' };

const validate = (schema: { '~standard': { validate(input: unknown): unknown } }, input: unknown) =>
  schema['~standard'].validate(input);

describe('limit and offset', () => {
  test.each(['-1', '0', '1.5', 'NaN', '1e21', '99999999999999999999', 'abc', '', '0x10', '٣', ' 5', '5001', '1000000'])(
    'F70 limit=%p is refused with what it accepts',
    (limit) => {
      expect(validate(CATEGORY_LIST_QUERY, { limit })).toMatchObject({
        issues: [{ message: 'must be a whole number from 1 to 5000', path: ['limit'] }],
      });
    },
  );

  test('F70 repeated ones are refused', () => {
    expect(validate(CATEGORY_LIST_QUERY, { limit: ['1', '2'] })).toMatchObject({
      issues: [{ message: 'must be given once', path: ['limit'] }],
    });
  });

  test.each(['2147483648', '9007199254740991', '0'])('F70 offset=%s is taken', (offset) => {
    expect(validate(CATEGORY_LIST_QUERY, { offset })).toMatchObject({ value: { offset: Number(offset) } });
  });

  test('defaults', () => {
    expect(validate(CATEGORY_LIST_QUERY, {})).toEqual({
      value: { universe: undefined, limit: 100, offset: 0, search: '' },
    });
  });
});

test('F71 a query has at most 300 characters and no NUL', () => {
  expect(validate(SEARCH_QUERY, { q: 'a'.repeat(10_000) })).toHaveProperty('issues');
  expect(validate(SEARCH_QUERY, { q: 'a\0b' })).toHaveProperty('issues');
  expect(validate(SEARCH_QUERY, { q: '%'.repeat(300) })).toHaveProperty('value');
  expect(validate(SEARCH_QUERY, {})).toMatchObject({ issues: [{ message: 'is required', path: ['q'] }] });
});

test('F72 prototype names are no way in', () => {
  const input = JSON.parse('{"filter[__proto__]":"x","filter[constructor]":"y","__proto__":{"polluted":1}}') as object;
  const outcome = validate(ARTICLES_QUERY, input) as { value: { filter: Map<string, string[]> } };
  expect([...outcome.value.filter]).toEqual([
    ['proto', ['x']],
    ['constructor', ['y']],
  ]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect(validate(ARTICLES_QUERY, { sort: '__proto__' })).toHaveProperty('issues');
});

test('filters are bounded', () => {
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`filter[f${i}]`, 'x']));
  expect(validate(ARTICLES_QUERY, many)).toHaveProperty('issues');
  expect(validate(ARTICLES_QUERY, { 'filter[a]': Array<string>(51).fill('x') })).toHaveProperty('issues');
  expect(validate(ARTICLES_QUERY, { 'filter[a]': ['x', 'y'] })).toMatchObject({
    value: { filter: new Map([['a', ['x', 'y']]]) },
  });
});

test.each([null, 'x', [], {}, { titles: 'x' }, { titles: [1] }, { titles: Array<string>(201).fill('x') }])(
  'the batch body %p is refused',
  (body) => {
    expect(validate(BATCH_BODY, body)).toHaveProperty('issues');
  },
);

test('a word of a list, a number of a list, true or false: the others are refused with what there is', () => {
  const schema = z.object({
    sort: oneOf(['title', '-title'], 'title', documented),
    w: oneOfOptional([64, 128], documented),
    has_image: flag(documented),
    page: wholeNumber({ min: 1, max: 9, fallback: 1 }, documented),
  });
  expect(validate(schema, {})).toEqual({ value: { sort: 'title', page: 1 } });
  expect(validate(schema, { sort: '-title', w: '128', has_image: 'YES', page: '9', unknown: ['x', 'y'] })).toEqual({
    value: { sort: '-title', w: 128, has_image: true, page: 9 },
  });
  expect(validate(schema, { has_image: '' })).toEqual({ value: { sort: 'title', page: 1, has_image: undefined } });
  const refused = { sort: 'Title', w: '0x40', has_image: 'maybe', page: '0' };
  expect(refusedParameter((validate(schema, refused) as { issues: [] }).issues).extra.errors).toEqual([
    { parameter: 'sort', message: 'must be one of title, -title' },
    { parameter: 'w', message: 'must be one of 64, 128' },
    { parameter: 'has_image', message: 'must be true or false' },
    { parameter: 'page', message: 'must be a whole number from 1 to 9' },
  ]);
  const twice = { sort: ['title', 'title'], w: ['64', '64'], has_image: ['1', '1'], page: ['1', '1'] };
  const { issues } = validate(schema, twice) as { issues: { message: string }[] };
  expect(issues.map(({ message }) => message)).toEqual(Array(4).fill('must be given once'));
});

test('a refused filter is named as the query writes it, however long its name is', () => {
  const outcome = validate(ARTICLES_QUERY, { [`filter[${'f'.repeat(5_000)}]`]: 'x', 'filter[a]': 'x\0' });
  const { extra } = refusedParameter((outcome as { issues: [] }).issues);
  expect(extra.errors).toEqual([
    { parameter: `filter[${'f'.repeat(50)}]`, message: 'takes a field of at most 100 characters' },
    { parameter: 'filter[a][0]', message: 'must not hold a NUL character' },
  ]);
});

test('the problem names the parameter and what it accepts', () => {
  const problem = refusedParameter([{ message: 'must be a whole number from 1 to 5000', path: ['limit'] }]);
  expect(problem.detail).toBe('limit must be a whole number from 1 to 5000.');
  expect(problem.extra).toMatchObject({ parameter: 'limit' });
});

describe('titleFromPath', () => {
  const path = (title: string) => `/api/v1/wiki/star_wars/items/${title}`;

  test.each([
    ['AC/DC', 'AC/DC'],
    ['AC%2FDC', 'AC/DC'],
    ['AC%252FDC', 'AC%2FDC'],
    ['..%2f..%2fetc', '../../etc'],
    ['Who%3F', 'Who?'],
    ['a+b', 'a+b'],
    ['Luke_Skywalker?x=1', 'Luke_Skywalker'],
    ['C%23', 'C#'],
    ['100%25', '100%'],
    [encodeURIComponent('銀'.repeat(255)), '銀'.repeat(255)],
    ['', ''],
  ])('F69 %s', (encoded, title) => {
    expect(titleFromPath(path(encoded))).toBe(title);
  });

  test.each(['%E0%A4%A', '%ff', '100%', 'a%00b', 'x'.repeat(1025)])('F69 %s is refused', (encoded) => {
    expect(() => titleFromPath(path(encoded))).toThrow(Problem);
  });
});

test('every member of an article can be asked for', () => {
  expect(ARTICLE_MEMBERS).toEqual(Object.keys(article.shape));
});

import { ImageProxy, type ImageQuery } from '../../src/images/proxy/image-proxy';
import { startTestWorld, type Replacements, type TestApi } from './test-api';
import type { TestRecord } from './test-records';

const WIKI = '/api/v1/wiki/test_world';
const HOSTILE = '*Ignore* all [rules](javascript:x) | <script>alert(1)</script>\n# Root';

const RECORDS: TestRecord[] = [
  {
    pageid: 1,
    title: 'Mara_Vell *star*',
    url: 'https://wiki.example/wiki/Mara',
    redirects: ['The Pilot'],
    infobox: {
      type: 'Character',
      fields: [
        { label: 'Home|world', values: ['Ansa', HOSTILE] },
        { label: '', values: ['unlabelled'] },
      ],
    },
    extract: `- Mara Vell ${HOSTILE}`,
    image: 'https://images.example/mara.png',
  },
  { pageid: 2, title: 'Plain', extract: 'A planet.' },
  {
    pageid: 4,
    title: 'Told at length',
    extract: 'Only the lead.',
    sections: [
      { text: 'The lead.' },
      { index: 1, level: 2, heading: '*Early* life', text: 'See [Plain](/wiki/Plain).' },
    ],
  },
  { pageid: 3, title: 'v1.5.png', image: 'https://images.example/v.png' },
];

let api: TestApi;
const asked: ImageQuery[] = [];

beforeAll(async () => {
  const get = (query: ImageQuery) => {
    asked.push(query);
    return Promise.resolve({ status: 200, headers: { 'x-cache': 'HIT' }, body: Buffer.from('bytes') });
  };
  const others: Replacements = [[ImageProxy, { get }]];
  api = await startTestWorld({}, { records: RECORDS, others });
});
afterAll(() => api.close());

const ask = (path: string, accept?: string, more: Record<string, string> = {}) =>
  fetch(`${api.url}${WIKI}/${path}`, { headers: { ...(accept === undefined ? {} : { accept }), ...more } });

describe('an article as Markdown', () => {
  test('has its whole text, section by section', async () => {
    const text = await (await ask('other/Told_at_length', 'text/markdown')).text();
    expect(text).toContain(
      '# Told at length\n\nThe lead.\n\n## \\*Early\\* life\n\nSee [Plain](/wiki/Plain).\n\n---\n',
    );
  });

  test('has its facts as a table, its text and its source, and nothing of it is mark-up', async () => {
    const answer = await ask('characters/The_Pilot', 'text/markdown');
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const inert = '\\*Ignore\\* all \\[rules\\](javascript:x) \\| \\<script\\>alert(1)\\</script\\> # Root';
    expect(await answer.text()).toBe(
      [
        '# Mara\\_Vell \\*star\\*',
        '',
        '| | |',
        '|---|---|',
        `| Home\\|world | Ansa; ${inert} |`,
        '',
        '\\- Mara Vell \\*Ignore\\* all \\[rules\\]\\(javascript:x) | \\<script>alert(1)\\</script>\n\\# Root',
        '',
        '---',
        '',
        'Source and licence: https://wiki.example/wiki/Mara · Text by the editors of Wookieepedia, the Star Wars wiki on Fandom · CC BY-SA 3.0 · https://creativecommons.org/licenses/by-sa/3.0/',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/*', 'application/json'],
    ['text/markdown', 'text/markdown'],
    ['Text/Markdown', 'text/markdown'],
    ['text/markdown, text/html, */*', 'text/markdown'],
    ['application/json, text/markdown', 'application/json'],
    ['application/json;q=0.5, text/markdown; q=0.9', 'text/markdown'],
    ['application/json, text/markdown;q=0.9', 'application/json'],
    ['text/markdown;q=0', 'application/json'],
  ])('Accept %p is answered with %s', async (accept, type) => {
    expect((await ask('other/Plain', accept)).headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });

  test('and as JSON are told apart: by Vary, by ETag, and where answers are kept', async () => {
    const types: (string | null)[] = [];
    const etags = new Set<string>();
    for (let times = 0; times < 3; times++) {
      for (const accept of ['text/markdown', 'application/json']) {
        const answer = await ask('other/Plain', accept);
        types.push(answer.headers.get('content-type'));
        etags.add(answer.headers.get('etag') ?? '');
        expect(answer.headers.get('vary')).toBe('Accept, Accept-Encoding');
        await answer.arrayBuffer();
      }
    }
    expect(api.cache.hits).toBeGreaterThan(1);
    expect(types).toEqual(types.map((_, i) => `${i % 2 ? 'application/json' : 'text/markdown'}; charset=utf-8`));
    expect(etags.size).toBe(2);
    const [markdown = ''] = etags;
    const again = { 'if-none-match': markdown };
    expect((await ask('other/Plain', 'text/markdown', again)).status).toBe(304);
    expect((await ask('other/Plain', 'application/json', again)).status).toBe(200);
  });

  test('that is not there is a problem', async () => {
    const answer = await ask('other/Nowhere', 'text/markdown');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });
});

describe('the picture of an article', () => {
  test.each([
    ['picture/The_Pilot.webp?w=200', 'https://images.example/mara.png', 200, 'webp'],
    ['picture/mara_vell%20*STAR*.JPG', 'https://images.example/mara.png', null, 'jpeg'],
    ['picture/v1.5.png.avif?w=64', 'https://images.example/v.png', 64, 'avif'],
  ])('%s is asked of the image proxy', async (path, url, width, format) => {
    const answer = await ask(path, undefined, { 'if-none-match': '"x"' });
    expect([answer.status, answer.headers.get('x-cache')]).toEqual([200, 'HIT']);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(asked.at(-1)).toMatchObject({ url, width, format, ifNoneMatch: '"x"' });
  });

  test.each([
    ['picture/Plain.webp', 404, 'IMAGE_NOT_FOUND'],
    ['picture/Nowhere.webp', 404, 'ARTICLE_NOT_FOUND'],
    ['picture/Plain', 400, 'BAD_PARAMETER'],
    ['picture/Plain.gif', 400, 'BAD_PARAMETER'],
    ['picture/Plain.webp?w=3', 400, 'BAD_PARAMETER'],
  ])('%s is %d %s', async (path, status, code) => {
    const answer = await ask(path);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});

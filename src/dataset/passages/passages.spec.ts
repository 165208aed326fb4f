import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { seededRandom } from '../../../test/harness/seeded-random';
import type { ArticleText } from '../../universe/section';
import { cutPassages } from './cut-passages';
import { estimateTokens } from '../../universe/estimate-tokens';
import type { NamedArticle } from './named-articles';
import { PassageIndex, PassageIndexDamaged } from './passage-index';
import { PassageIndexBuilder } from './passage-index-builder';
import { findArticles, findPassages } from './passage-search';
import { snippetOf } from './snippet';
import { eachWord, wordKey, wordsOfQuery, type WordHash } from './text-words';
import { FILE_VERSION, WEIGHT_STEPS, type PassageFileHeader } from './passage-file';

const words = (text: string) => {
  const found: string[] = [];
  const bytes = Buffer.from(text);
  eachWord(bytes, { word: (_high, _low, start, end) => found.push(bytes.toString('utf8', start, end)) });
  return found;
};
const stems = (text: string) => wordsOfQuery(text).map(({ high, low }) => `${high}.${low}`);

describe('words of texts', () => {
  it.each([
    ['The battle of Endor', ['battle', 'Endor']],
    ['What happened at the X-wing?', ['X', 'wing', 'X-wing']],
    ["Luke's Twi'lek", ["Luke's", "Twi'lek"]],
    ['Padmé — Façade', ['Padmé', 'Façade']],
    ['', []],
    ['銀河系', ['銀河系', '銀河系']],
  ])('%j', (text, expected) => expect(words(text)).toEqual(expected));

  it.each([
    ['battles', 'battle'],
    ['destroyed', 'destroying'],
    ['planned', 'plans'],
    ['cities', 'city'],
    ['PADMÉ', 'padme'],
    ["Luke's", 'luke'],
    ['Luke’s', 'Luke'],
    ['x-wing', 'x wing xwing'],
    ['found', 'finding'],
    ['wrote written', 'writes'],
    ['wolves', 'wolf'],
    ['the speakers', 'speak'],
  ])('%j is %j', (one, other) => expect(stems(one)).toEqual(stems(other)));

  it.each([
    ['founded', 'found'],
    ['masters', 'mast'],
    ['saw', 'sawing'],
  ])('%j is not %j', (one, other) => expect(stems(one)).not.toEqual(stems(other)));

  it('that say nothing are left out', () => {
    expect(wordsOfQuery('what is it and who are they? tell me about this')).toEqual([]);
  });

  it.each(['a', 'é', '銀', "'", '-', 'a-', 'é-', '\u0300'])('of %j in one line take linear time', (piece) => {
    let count = 0;
    eachWord(Buffer.from(piece.repeat(500_000)), { word: () => count++ });
    expect(count).toBeGreaterThanOrEqual(0);
  });
});

describe('passages', () => {
  const paragraph = 'The lighthouse keepers of the northern shore lit their lamps at dusk. '.repeat(4).trim();

  it('are paragraphs, several together while they are short, in order and without overlap', () => {
    const text = Array.from({ length: 12 }, (_, i) => `${i}. ${paragraph}`).join('\n\n');
    const passages = cutPassages(text);
    expect(passages.length).toBeGreaterThan(2);
    let end = 0;
    for (const passage of passages) {
      expect(passage.start).toBe(end);
      end = passage.end;
      expect(passage.tokens).toBeLessThanOrEqual(300);
    }
    expect(end).toBe(Buffer.byteLength(text));
  });

  it.each(['x', 'word ', '銀', '😀', ' ', '\n', '\n\n', '.'])('of %j without an end are cut all the same', (piece) => {
    const text = piece.repeat(100_000);
    const bytes = Buffer.from(text);
    for (const { start, end, tokens } of cutPassages(text)) {
      expect(tokens).toBeLessThanOrEqual(300);
      expect(bytes.toString('utf8', start, end)).not.toContain('\ufffd');
    }
  });

  it('have a number of tokens that is rather too high', () => {
    expect(estimateTokens('The old lighthouse keeper went home at 12.')).toBeGreaterThanOrEqual(10);
    expect(estimateTokens('銀河系')).toBeGreaterThanOrEqual(3);
  });
});

describe('the passages file', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'passages-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  const article = (lead: string, ...sections: [heading: string, text: string][]): ArticleText => ({
    sections: [['', lead] as const, ...sections].map(([heading, text], index) => {
      return { index, level: index === 0 ? 1 : 2, heading, anchor: heading, text };
    }),
    gallery: [],
  });

  async function indexOf(articles: Record<string, ArticleText>): Promise<PassageIndex> {
    const path = join(dir, 'passages');
    const builder = new PassageIndexBuilder(path);
    Object.entries(articles).forEach(([title, text], seq) => builder.add(seq, title, text));
    const count = Object.keys(articles).length;
    builder.finish(Uint32Array.from({ length: count }, (_, seq) => count - 1 - seq));
    builder.close();
    return PassageIndex.open(path);
  }

  const ARTICLES = {
    Tower: article('A tower of stone.', ['History', 'It was built by Mara in the year 12 and burned down later.']),
    Mara: article('Mara was a builder of towers.', ['Death', 'She fell from a bridge in a storm.']),
    Bridge: article('A bridge over the river.', ['History', 'A storm tore it down; nobody was hurt.']),
  };
  const all = { named: new Map<number, NamedArticle>(), limit: 8 };

  it('finds passages by their words, their headings and the title, the best first', async () => {
    const index = await indexOf(ARTICLES);
    const find = async (text: string, more: object = {}) => {
      const { total, hits } = await findPassages(index, { ...all, text, ...more });
      return {
        total,
        best: hits.map(({ passage }) => index.place(passage)).map(({ ordinal, section }) => [ordinal, section]),
      };
    };
    expect((await find('Who built the tower?')).best[0]).toEqual([2, 1]);
    expect((await find('the death of Mara')).best[0]).toEqual([1, 1]);
    expect(await find('storms')).toEqual({
      total: 2,
      best: expect.arrayContaining([
        [1, 1],
        [0, 1],
      ]) as unknown,
    });
    const named = new Map<number, NamedArticle>([[0, { factor: 3, words: new Set() }]]);
    expect((await find('storms', { named })).best[0]).toEqual([0, 1]);
    expect((await find('storms', { takes: (ordinal: number) => ordinal === 0 })).total).toBe(1);
    expect(await find('zzz')).toEqual({ total: 0, best: [] });
    // Nothing of a question is left for the next one.
    expect(await find('storms')).toEqual(await find('storms'));
    await index.release();
  });

  it('in an article that the query names, the words of the name decide nothing', async () => {
    const index = await indexOf({
      Mara: article('Mara, Mara and once more Mara: of Mara nothing is known.', [
        'Death',
        'She fell from the old bridge near the mill by the river in a storm on the day before the fair.',
      ]),
      Storm: article('A storm.'),
    });
    const words = new Set(wordsOfQuery('Mara').map(wordKey));
    const named = new Map<number, NamedArticle>([[1, { factor: 1.6, words }]]);
    const { hits } = await findPassages(index, { ...all, text: 'Mara in the storm', named });
    expect(index.place(hits[0]!.passage)).toMatchObject({ ordinal: 1, section: 1 });
    await index.release();
  });

  it('finds articles whose text has every word somewhere', async () => {
    const index = await indexOf(ARTICLES);
    const find = async (text: string) => (await findArticles(index, { ...all, text })).map(({ ordinal }) => ordinal);
    expect(await find('storm bridge')).toEqual(expect.arrayContaining([0, 1]));
    expect(await find('stone mara')).toEqual([2]);
    expect(await find('stone zzz')).toEqual([]);
    await index.release();
  });

  it('of many passages has the same answers as a look at each', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `Thing ${i}`);
    const texts = names.map((_, i) => article(`common w${i % 7} w${i % 13} rare${i}`));
    const index = await indexOf(Object.fromEntries(names.map((name, i) => [name, texts[i]!])));
    for (const [word, count] of [
      ['w3', 64],
      ['common', 300],
      ['rare17', 1],
    ] as const) {
      expect((await findPassages(index, { ...all, text: word })).total).toBe(
        word === 'w3' ? names.filter((_, i) => i % 7 === 3 || i % 13 === 3).length : count,
      );
    }
    await index.release();
  });

  it('gives of equal passages that of the article that sorts first', async () => {
    // The later an article came, the earlier it sorts here.
    const index = await indexOf(Object.fromEntries(['A', 'B', 'C'].map((title) => [title, article('A storm.')])));
    const { hits } = await findPassages(index, { ...all, text: 'storm', limit: 2 });
    expect(hits.map(({ passage }) => index.place(passage).ordinal)).toEqual([0, 1]);
    await index.release();
  });

  it('ranks as a look at each passage and each word by itself would', async () => {
    const random = seededRandom();
    const word = () => `word${Math.floor(1 / (0.0005 + random() ** 2))}`;
    const names = Array.from({ length: 2000 }, (_, i) => `Thing ${i}`);
    const texts = names.map(() => article(Array.from({ length: 12 }, () => `${word()} common`).join(' ')));
    const index = await indexOf(Object.fromEntries(names.map((name, i) => [name, texts[i]!])));
    for (let turn = 0; turn < 60; turn++) {
      const text = `${turn % 5 < 2 ? 'common thing' : ''} ${Array.from({ length: 2 + (turn % 7) }, word).join(' ')}`;
      const asked = wordsOfQuery(text);
      // Also of an article whose text lacks the name's words.
      const name = { factor: 1.6, words: new Set(asked.slice((turn >>> 1) % 4).map(wordKey)) };
      const named = new Map<number, NamedArticle>(turn % 2 === 0 ? [] : [[turn, name]]);
      const takes = turn % 3 === 0 ? (ordinal: number) => ordinal % 2 === 1 : undefined;
      const expected = await lookAtEach(index, asked, named);
      const wanted = expected.filter(({ ordinal }) => takes?.(ordinal) ?? true);
      for (const limit of [1, 5, 50, Infinity]) {
        expect(await findPassages(index, { text, named, takes, limit })).toEqual({
          total: wanted.length,
          hits: wanted.slice(0, limit),
        });
      }
    }
    await index.release();
  });

  /** Sums are those of single precision, word after word, so that scores and order can be the very same. */
  async function lookAtEach(index: PassageIndex, asked: WordHash[], named: ReadonlyMap<number, NamedArticle>) {
    const lists = await Promise.all(asked.map((word) => index.find(word)));
    const each = Uint32Array.from({ length: index.count }, (_, passage) => passage);
    const steps = lists.map((list) => {
      const weights = new Float32Array(index.count);
      list?.addWeights(weights, each);
      return Array.from(weights, (weight) => Math.round((weight * WEIGHT_STEPS) / (list?.rarity ?? 1)));
    });
    const found = Array.from(each, (passage) => {
      const { ordinal } = index.place(passage);
      const article = named.get(ordinal);
      let score = 0;
      let bonus = 0;
      asked.forEach((word, i) => {
        const rarity = lists[i]?.rarity ?? 0;
        if (article?.words.has(wordKey(word))) bonus += rarity * 0.75;
        else score = Math.fround(score + (rarity * steps[i]![passage]!) / WEIGHT_STEPS);
      });
      return { passage, ordinal, score: article ? Math.fround((score + bonus) * article.factor) : score };
    });
    return found
      .filter(({ passage }) => steps.some((its) => its[passage]! > 0))
      .sort((a, b) => b.score - a.score || a.ordinal - b.ordinal || a.passage - b.passage);
  }

  it('is refused where it is of another version', async () => {
    await (await indexOf(ARTICLES)).release();
    const path = join(dir, 'passages');
    const whole = readFileSync(path);
    const head = whole.toString('latin1', 16, 16 + whole.readUInt32LE(8));
    const { wordsAt } = JSON.parse(head) as PassageFileHeader;
    for (const version of [FILE_VERSION, FILE_VERSION - 1]) {
      const bytes = Buffer.from(whole);
      bytes.write(head.replace(`"version":${FILE_VERSION}`, `"version":${version}`), 16, 'latin1');
      bytes.writeUInt32LE(crc32(bytes.subarray(16, wordsAt)), 12);
      writeFileSync(path, bytes);
      const opened = PassageIndex.open(path).then((index) => index.release());
      await (version === FILE_VERSION ? opened : expect(opened).rejects.toThrow(PassageIndexDamaged));
    }
  });

  it('is refused where its head was torn, and notices a list that was changed', async () => {
    const index = await indexOf(ARTICLES);
    await index.release();
    const path = join(dir, 'passages');
    const whole = readFileSync(path);
    for (const bytes of [whole.subarray(0, 10), whole.subarray(0, 200), Buffer.alloc(100)]) {
      writeFileSync(path, bytes);
      await expect(PassageIndex.open(path)).rejects.toThrow();
    }
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 1]! ^= 1;
    writeFileSync(path, damaged);
    const opened = await PassageIndex.open(path);
    const outcomes = await Promise.allSettled(
      'tower stone built mara year burned down later builder towers fell bridge storm river tore nobody hurt death history'
        .split(' ')
        .map((word) => opened.find(wordsOfQuery(word)[0]!)),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await opened.release();
  });
});

it.each([
  ['The **tower** fell. <b>x</b> </mark>', 'towers', 'The <mark>tower</mark> fell. &lt;b&gt;x&lt;/b&gt; &lt;/mark&gt;'],
  ['[Mara](/wiki/Mara) built it.', 'mara', '<mark>Mara</mark> built it.'],
  ['Nothing here', 'tower', 'Nothing here'],
])('a snippet of %j', (text, query, html) => expect(snippetOf(text, query)).toBe(html));

it('a snippet shows where the words are, and is short', () => {
  const text = `${'Other things happen. '.repeat(100)}The tower fell. ${'And more. '.repeat(100)}`;
  const snippet = snippetOf(text, 'tower');
  expect(snippet).toContain('<mark>tower</mark>');
  expect(snippet.length).toBeLessThan(400);
});

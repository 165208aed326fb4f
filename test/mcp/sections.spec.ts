import { MAX_ANSWER_BYTES, bytesOf } from '../../src/mcp/bounded-answer';
import { Lore } from '../../src/mcp/lore';
import { getSection } from '../../src/mcp/tools/get-section';
import { catalogueOver, TestWorld } from '../api/test-api';
import type { TestRecord } from '../api/test-records';

interface Answer {
  heading: string;
  text: string;
  next_character: number | null;
  next_section: number | null;
  contents: { section: number; heading: string }[];
}

const LONG = Array.from({ length: 3000 }, (_, i) => `Sentence ${i} of a long story with “quotes” and 銀.`).join(' ');

/** A record with its text by sections, as the file cache holds them. */
const RECORD = {
  pageid: 1,
  title: 'Long Tale',
  infobox: { type: 'Character', fields: [] },
  extract: 'A tale.',
  sections: [
    { level: 1, heading: '', anchor: '', text: 'A tale.' },
    { level: 2, heading: 'Story', anchor: 'Story', text: LONG },
    { level: 3, heading: 'End', anchor: 'End', text: 'It ended.' },
    { level: 2, heading: 'Notes', anchor: 'Notes', text: 'None.' },
  ],
} as unknown as TestRecord;

let world: TestWorld;
let ask: (args: object) => Promise<Answer>;
beforeAll(async () => {
  world = await TestWorld.create();
  await world.publish('test_world', [RECORD]);
  const lore = new Lore(catalogueOver(world));
  ask = async (args) => (await getSection.answer({ title: 'Long Tale', ...args }, lore)) as Answer;
});
afterAll(() => world.remove());

test('the lead, and what else there is', async () => {
  const lead = await ask({});
  expect(lead).toMatchObject({ heading: '', text: 'A tale.', next_character: null, next_section: 1 });
  expect(lead.contents.map(({ heading }) => heading)).toEqual(['', 'Story', 'End', 'Notes']);
});

test('a section by its anchor with those below it, in answers that are small enough, until nothing is missing', async () => {
  let text = '';
  let answers = 0;
  for (let from: number | null = 0; from !== null; answers++) {
    const answer: Answer = await ask({ section: 'Story', first_character: from });
    expect(bytesOf(answer)).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    expect(answer.next_section).toBe(3);
    text += answer.text;
    from = answer.next_character;
  }
  expect(answers).toBeGreaterThan(4);
  expect(text).toContain(LONG);
  expect(text).toContain('### End\n\nIt ended.');
  expect(text).not.toContain('None.');
});

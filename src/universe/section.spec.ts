import { parseRecord } from './parse-record';
import { recordFromPerArticle } from './record-from-per-article';
import { Anchors } from './section';

it('anchors of headings are unique without regard to case, as on the page', () => {
  const anchors = new Anchors();
  const headings = ['History', 'Early life', 'history', 'History', 'History_2', 'Été & hiver', ''];
  expect(headings.map((heading) => anchors.next(heading))).toEqual([
    'History',
    'Early_life',
    'history_2',
    'History_3',
    'History_2_2',
    'Été_&_hiver',
    '',
  ]);
});

describe('the sections of a record', () => {
  const read = (sections: unknown, gallery?: unknown) => parseRecord({ title: 'A', sections, gallery }).text;

  it('are numbered anew, the lead first, with anchors where they lack them', () => {
    const text = read([
      { index: 7, level: 2, heading: 'One', text: 'First.' },
      { level: 99, heading: 'One', text: ' Second.\r\n' },
    ]);
    expect(text?.sections).toEqual([
      { index: 0, level: 1, heading: '', anchor: '', text: '' },
      { index: 1, level: 2, heading: 'One', anchor: 'One', text: 'First.' },
      { index: 2, level: 6, heading: 'One', anchor: 'One_2', text: 'Second.' },
    ]);
  });

  it('are none where nothing is in them', () => {
    expect(read([])).toBeNull();
    expect(read([{ text: '' }])).toBeNull();
    expect(read(undefined)).toBeNull();
  });

  it('may be as long as a line, and far more than an infobox', () => {
    expect(read([{ text: 'word '.repeat(1_000_000) }])?.sections[0]?.text).toHaveLength(4_999_999);
    expect(read(Array.from({ length: 10_000 }, (_, i) => ({ heading: `H ${i}`, text: 'x' })))?.sections).toHaveLength(
      10_001,
    );
  });

  it('must be what they are', () => {
    for (const bad of ['text', [1], [{ text: 5 }], { text: 'x' }]) expect(() => read(bad)).toThrow();
    expect(() => read([], [{ url: 5 }])).toThrow();
    expect(read([], [{ url: 'javascript:1', caption: 'x' }])).toBeNull();
  });
});

it('what earlier versions took of a page becomes its sections', () => {
  const { record } = recordFromPerArticle({
    title: 'A',
    universe: 'demo',
    content: {
      name: 'A',
      description: 'It is *A*.',
      biography: 'Born <b>early</b>.',
      abilities: ['Seeing', ' ', 'Flying'],
      status: 'Active',
      info: { species: 'Human' },
    },
  });
  expect(record.text?.sections).toEqual([
    { index: 0, level: 1, heading: '', anchor: '', text: 'It is \\*A\\*.' },
    { index: 1, level: 2, heading: 'Biography', anchor: 'Biography', text: 'Born \\<b>early\\</b>.' },
    { index: 2, level: 2, heading: 'Abilities', anchor: 'Abilities', text: '- Seeing\n- Flying' },
  ]);
});

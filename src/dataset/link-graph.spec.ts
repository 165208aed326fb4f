import type { Infobox } from '../universe/article';
import { LinkGraph } from './link-graph';

describe('links between articles', () => {
  const titles = ['Anakin', 'Luke', 'Leia'];
  const box = (...links: [text: string, title: string][]): Infobox => ({
    type: 'Character',
    fields: [{ label: 'x', values: [], links: links.map(([text, title]) => ({ text, href: `/wiki/${title}` })) }],
  });
  const resolve = (boxes: (Infobox | null)[]) => {
    const graph = new LinkGraph();
    boxes.forEach((infobox, seq) => graph.add(seq, infobox));
    const find = (key: string) => (key === 'Vader' ? 0 : titles.indexOf(key));
    return graph.resolve(titles.length, (seq) => ({ title: titles[seq] ?? '', isNamed: true }), find);
  };

  it('count each linking article once, never the article itself, redirects resolved', () => {
    const { links } = resolve([box(['self', 'Anakin']), box(['a', 'Anakin'], ['b', 'Vader']), box(['c', 'Vader'])]);
    expect([...links]).toEqual([2, 0, 0]);
  });

  it('keep the texts that were used at least twice and say more than the title', () => {
    const { linkTexts } = resolve([
      null,
      box(['Darth Vader', 'Anakin'], ['anakin', 'Anakin'], ['once', 'Anakin']),
      box(['darth vader', 'Vader'], ['Anakin', 'Anakin']),
    ]);
    expect(linkTexts.get(0)).toEqual([{ text: 'Darth Vader', uses: 2 }]);
  });

  it('keep no numbers, possessives, common nouns and texts that mostly mean another article', () => {
    const twice = (text: string, title: string) => box([text, title], [text, title]);
    const { linkTexts } = resolve([
      null,
      twice('12', 'Anakin'),
      twice("Vader's", 'Anakin'),
      twice('the pilot', 'Anakin'),
      twice('1138', 'Anakin'),
      twice('Skywalker', 'Anakin'),
      twice('Skywalker', 'Luke'),
      twice('Chosen', 'Anakin'),
      box(['Chosen', 'Leia'], ['Chosen', 'Leia'], ['Chosen', 'Leia']),
    ]);
    expect(linkTexts.get(0)?.map(({ text }) => text)).toEqual(['1138', 'Skywalker']);
    expect(linkTexts.get(2)?.map(({ text }) => text)).toEqual(['Chosen']);
  });
});

import type { Infobox } from '../universe/article';
import { LinkGraph, linkTarget } from './link-graph';

describe('the target of a link', () => {
  it.each([
    ['/wiki/Outer_Rim', 'Outer Rim'],
    ['/wiki/outer_Rim#History', 'Outer Rim'],
    ['/wiki/Padm%C3%A9?action=edit', 'Padmé'],
    ['/wiki/100%', '100%'],
    ['https://elsewhere.example/wiki/X', null],
    ['', null],
  ])('%s leads to %s', (href, title) => expect(linkTarget(href)).toBe(title));
});

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
    return graph.resolve(titles.length, (seq) => titles[seq] ?? '', find);
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
});

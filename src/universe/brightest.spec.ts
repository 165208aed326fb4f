import { brightestOf } from './brightest';

describe('brightestOf', () => {
  const named = (name: string, category: string, image_url: string | null) => ({ name, category, image_url });
  const articles = [
    named('Film', 'media', 'film'),
    named('Hero', 'characters', 'hero'),
    named('Hero as a child', 'characters', 'hero'),
    named('Actor', 'real_world', 'actor'),
    named('Moon', 'planets', null),
    named('Star', 'astronomy', null),
    named('Ship', 'vehicles', 'ship'),
  ];

  it('leaves out works and people of the real world, and a picture that was there before', () => {
    expect(brightestOf(articles, 9).map(({ name }) => name)).toEqual(['Hero', 'Moon', 'Star', 'Ship']);
  });

  it('gives no more than asked for', () => {
    expect(brightestOf(articles, 2).map(({ name }) => name)).toEqual(['Hero', 'Moon']);
  });
});

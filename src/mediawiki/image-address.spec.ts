import { imageAddress, imageStoreOf } from './image-address';

describe('addresses of pictures', () => {
  const store = imageStoreOf('https://starwars.fandom.com/wiki/Main_Page', 'starwars')!;

  it('follows from the md5 of the name', () => {
    const expected = 'https://static.wikia.nocookie.net/starwars/images/8/81/Into_the_Dark_cover.jpg/revision/latest';
    expect(imageAddress(store, 'into the Dark cover.jpg')).toBe(expected);
    expect(imageAddress(store, 'Into_the_Dark_cover.jpg')).toBe(expected);
  });

  it.each([
    [
      'https://memory-alpha.fandom.com/wiki/Portal:Main',
      'enmemoryalpha',
      'https://static.wikia.nocookie.net/memoryalpha/images',
      '/revision/latest?path-prefix=en',
    ],
    [
      'https://starwars.fandom.com/de/wiki/Hauptseite',
      'destarwars',
      'https://static.wikia.nocookie.net/starwars/images',
      '/revision/latest?path-prefix=de',
    ],
    ['https://wiki.example/wiki/Main_Page', 'wiki', 'https://wiki.example/images', ''],
  ])('lie for %s (%s) under %s', (page, id, base, suffix) => {
    expect(imageStoreOf(page, id)).toEqual({ base, suffix });
  });
});

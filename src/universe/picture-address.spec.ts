import { fileNameOf, pictureOf, versionedAddress } from './picture-address';

const FANDOM = 'https://static.wikia.nocookie.net/model/images/a/ab/Orb_%281%29.png/revision/latest';

test.each([
  ['a version of Fandom', `${FANDOM}?cb=20240101000000`, FANDOM, '20240101000000'],
  ['no version', FANDOM, FANDOM, null],
  ['a language beside the version', `${FANDOM}?cb=7&path-prefix=de`, `${FANDOM}?path-prefix=de`, '7'],
  ['the same behind it', `${FANDOM}?path-prefix=de&cb=7`, `${FANDOM}?path-prefix=de`, '7'],
  ['a scaled one', `${FANDOM}/scale-to-width-down/400?cb=7`, FANDOM, '7'],
  ['brackets as they are', FANDOM.replace('%281%29', '(1)'), FANDOM, null],
  ['an old host', FANDOM.replace('static.', 'vignette3.'), FANDOM, null],
  [
    'a version without a name',
    'https://wiki.invalid/images/Orb.png?1a2b3c',
    'https://wiki.invalid/images/Orb.png',
    null,
  ],
  ['what is no version', 'https://wiki.invalid/img.php?f=Orb.png', 'https://wiki.invalid/img.php?f=Orb.png', null],
  ['what is no address', 'Orb.png', 'Orb.png', null],
])('the address and version of a picture: %s', (_, given, address, revision) => {
  expect(pictureOf(given)).toEqual({ address, revision });
});

test('a version is asked for by name only where the host takes it', () => {
  expect(versionedAddress(FANDOM, '7')).toBe(`${FANDOM}?cb=7`);
  expect(versionedAddress(`${FANDOM}?path-prefix=de`, '7')).toBe(`${FANDOM}?cb=7&path-prefix=de`);
  expect(versionedAddress(FANDOM, '20240101000000-abc')).toBeNull();
  expect(versionedAddress('https://wiki.invalid/images/Orb.png', '7')).toBeNull();
});

test.each([
  [FANDOM, 'Orb (1).png'],
  ['https://wiki.invalid/images/9/99/K_2.jpeg?x=1', 'K 2.jpeg'],
  ['https://wiki.invalid/img/', null],
])('the name of the file at %s', (address, name) => {
  expect(fileNameOf(address)).toBe(name);
});

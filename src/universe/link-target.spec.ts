import { linkTarget } from './link-target';

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

import type { ArticleText } from '../universe/section';
import { packText, PackedText } from './text-pack';

const URL = 'https://wiki.example/wiki/Lake';

function textOf(...texts: string[]): ArticleText {
  const sections = texts.map((text, index) => {
    return { index, level: index === 0 ? 1 : 2, heading: index === 0 ? '' : `H${index}`, anchor: `H${index}`, text };
  });
  return { sections, gallery: [{ url: 'https://images.example/a.png', caption: 'A' }] };
}

describe('a packed text', () => {
  it.each([
    ['short', textOf('Lead.', 'Ein Süßwassersee 😀.')],
    ['of many blocks', textOf('x'.repeat(50_000), 'Zwischen ü und 銀'.repeat(9000), '', 'end')],
    ['empty', textOf('')],
    ['of ten thousand sections', textOf(...Array.from({ length: 10_000 }, (_, i) => `Section ${i}`))],
  ])('%s gives each section back', (_, text) => {
    const packed = PackedText.open(packText(text, URL).packed)!;
    expect(packed.gallery).toEqual(text.gallery);
    expect(packed.sourceUrl).toBe(URL);
    const read = packed.sections.map(({ start, end }) => packed.read(start, end).toString());
    expect(read).toEqual(text.sections.map((section) => section.text));
  });

  it('is refused where a byte of it changed', () => {
    const { packed } = packText(textOf('Some text that is long enough to be packed. '.repeat(20)), null);
    for (let at = 0; at < packed.length; at++) {
      const damaged = Buffer.from(packed);
      damaged[at]! ^= 1;
      expect(PackedText.open(damaged)).toBeNull();
    }
    expect(PackedText.open(packed.subarray(0, packed.length - 1))).toBeNull();
    expect(PackedText.open(Buffer.alloc(0))).toBeNull();
  });

  it('is told from another by its digest', () => {
    const digestOf = (text: string, url: string | null) => packText(textOf(text), url).digest;
    expect(digestOf('a', URL)).toEqual(digestOf('a', URL));
    expect(digestOf('a', URL)).not.toEqual(digestOf('b', URL));
    expect(digestOf('a', URL)).not.toEqual(digestOf('a', null));
  });
});

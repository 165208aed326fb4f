import type { UniverseView } from '../../catalogue/universe-view';
import { textOf } from '../../catalogue/article-text';

/** Texts that are read at once. */
const SLICE = 20;

/** The whole texts of those articles that have one, a JSON line each, in their order. */
export async function* textLines(view: UniverseView, ordinals: Uint32Array): AsyncGenerator<string[]> {
  const { directory } = view;
  const withText = ordinals.filter((ordinal) => directory.hasText(ordinal));
  for (let from = 0; from < withText.length; from += SLICE) {
    const some = [...withText.subarray(from, from + SLICE)];
    const texts = await Promise.all(some.map((ordinal) => textOf(view, ordinal)));
    yield texts.flatMap((text, place) => {
      if (!text) return [];
      const ordinal = some[place]!;
      const sections = text.sections.map(({ level, heading, anchor, start, end }, index) => ({
        index,
        level,
        heading,
        anchor,
        text: text.read(start, end).toString(),
      }));
      return JSON.stringify({ id: directory.id(ordinal), title: directory.title(ordinal), sections });
    });
  }
}

import { ContentRanges } from '../../src/dataset/content-ranges';
import { InfoboxRanges } from '../../src/dataset/infobox-ranges';
import { JsonCursor } from '../../src/dataset/json-cursor';
import type { ArticleContent, Infobox } from '../../src/universe/article';

/** Reads an infobox into `ranges`, as the builder does of a row; the labels' numbers are those of `ranges`. */
export function readInfobox(ranges: InfoboxRanges, infobox: Infobox | null): InfoboxRanges {
  if (infobox) ranges.read(new JsonCursor(Buffer.from(JSON.stringify(infobox))));
  else ranges.clear(Buffer.alloc(0));
  return ranges;
}

export function contentRanges(content: ArticleContent): ContentRanges {
  const ranges = new ContentRanges();
  ranges.read(new JsonCursor(Buffer.from(JSON.stringify(content))));
  return ranges;
}

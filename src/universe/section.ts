/** A section of an article's text. The first has index 0, level 1 and no heading: it is the lead. */
export interface Section {
  index: number;
  /** 1 for the lead, 2 to 6 as in the wiki. */
  level: number;
  /** Plain text. */
  heading: string;
  /** As the wiki's own page makes it; `''` for the lead. */
  anchor: string;
  /** Markdown: CommonMark, with tables as in GFM and links as `[label](/wiki/Title)`. */
  text: string;
}

/** A picture of the text. */
export interface GalleryPicture {
  url: string;
  /** Plain text. */
  caption: string;
}

/** The text of an article by sections, in order, and its pictures. */
export interface ArticleText {
  sections: Section[];
  gallery: GalleryPicture[];
}

/** The anchor of a heading as MediaWiki makes it: spaces as underscores, everything else as it is. */
export function anchorOf(heading: string): string {
  return heading.replace(/[\s_]+/g, '_').replace(/^_|_$/g, '');
}

/** Makes anchors of headings, in their order: one that is there already gets `_2`, `_3`, … as on the wiki's page. */
export class Anchors {
  private readonly taken = new Set<string>();
  private readonly counts = new Map<string, number>();

  next(heading: string): string {
    const anchor = anchorOf(heading);
    if (anchor === '') return '';
    // MediaWiki compares without regard to case.
    const key = anchor.toLowerCase();
    let count = this.counts.get(key) ?? 1;
    let name = count === 1 ? anchor : `${anchor}_${count}`;
    while (this.taken.has(name.toLowerCase())) name = `${anchor}_${++count}`;
    this.counts.set(key, count + 1);
    this.taken.add(name.toLowerCase());
    return name;
  }
}

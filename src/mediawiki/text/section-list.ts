import { Anchors, type ArticleText, type GalleryPicture, type Section } from '../../universe/section';
import type { Block } from './blocks';
import { blocksMarkdown } from './block-markdown';

interface OpenSection extends Omit<Section, 'index' | 'text'> {
  blocks: Block[];
}

/** The sections of an article in their order, and its pictures. */
export class SectionList {
  private readonly anchors = new Anchors();
  private readonly sections: OpenSection[] = [{ level: 1, heading: '', anchor: '', blocks: [] }];
  private readonly gallery = new Map<string, GalleryPicture>();

  /** Where the blocks of the last section go. */
  get blocks(): Block[] {
    return this.sections.at(-1)!.blocks;
  }

  /** Begins a section; without a heading, the last one goes on. `anchor`: as the page names it. */
  begin(level: number, heading: string, anchor: string | null = null): void {
    if (heading === '') return;
    const made = this.anchors.next(heading);
    const section = { level: Math.min(6, Math.max(2, level)), heading, anchor: anchor || made, blocks: [] };
    this.sections.push(section);
  }

  picture(url: string, caption: string): void {
    const known = this.gallery.get(url);
    if (!known) this.gallery.set(url, { url, caption });
    else if (known.caption === '') known.caption = caption;
  }

  /** The text; sections without any, and without one below them that has some, are left out. */
  finish(): ArticleText {
    const kept: Omit<Section, 'index'>[] = [];
    /** The level of the next section that is kept: it belongs to the one before if that is higher up. */
    let below = 0;
    for (const { level, heading, anchor, blocks } of this.sections.toReversed()) {
      const text = blocksMarkdown(blocks);
      if (text === '' && below <= level && level > 1) continue;
      kept.push({ level, heading, anchor, text });
      below = level;
    }
    const sections = kept.reverse().map((section, index) => ({ index, ...section }));
    return { sections, gallery: [...this.gallery.values()] };
  }
}

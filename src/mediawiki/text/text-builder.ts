import { BREAK, CODE, GAP, type Block, type Cell, type Run, type Table } from './blocks';
import { plainRuns } from './inline-markdown';
import { SectionList } from './section-list';
import type { ArticleText } from '../../universe/section';

/** What can be open around a text. */
export type Opening =
  | { kind: 'quote' | 'item' | 'definitions' | 'term' | 'definition' | 'caption' | 'row' }
  | { kind: 'list'; isOrdered: boolean }
  | { kind: 'table'; isStyled: boolean }
  | { kind: 'cell'; isHeader: boolean; columns: number; rows: number }
  | { kind: 'preformatted'; language: string };
export type Kind = Opening['kind'];

interface Frame {
  kind: Kind | 'root' | 'heading';
  /** Where the blocks of the frame go. */
  blocks: Block[];
  /** The block that a list, a table, a cell or definitions are. */
  block?: Block;
}

/** Deeper nesting than this is shown as if it were not there. */
const DEEPEST = 24;
/** Within a cell, nothing ends what is open around its table. */
const WALLS: ReadonlySet<Frame['kind']> = new Set(['cell', 'caption', 'root', 'heading']);
/** Marks that a reader does not see; a soft hyphen would part a word. */
const UNSEEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufdd0\ufeff]/g;

/**
 * Collects an article's text as blocks by sections, from whichever markup it was written in. What is opened twice, left
 * open or closed without having been open is put right as browsers do it. The size of a text is the size of its input.
 */
export class TextBuilder {
  private readonly sections = new SectionList();
  private frames: Frame[] = [{ kind: 'root', blocks: this.sections.blocks }];
  private runs: Run[] = [];
  private heading: { level: number; anchor: string | null } = { level: 2, anchor: null };
  /** How many openings of each kind were not followed. */
  private readonly ignored = new Map<Kind, number>();
  private numbers = 0;
  /** How the text looks by its elements: bits of `blocks.ts`. */
  marks = 0;
  /** How it looks by the apostrophes of its line. */
  emphasis = 0;
  href: string | null = null;

  private get top(): Frame {
    return this.frames[this.frames.length - 1]!;
  }

  /** Whether something of a kind is open, within the cell. */
  isOpen(kind: Kind): boolean {
    return this.find(kind) > 0;
  }

  text(text: string): void {
    const seen = text.replace(UNSEEN, '');
    if (seen === '') return;
    if (this.top.kind !== 'preformatted') return this.run(seen.includes('\n') ? seen.replace(/\n/g, ' ') : seen);
    seen.split('\n').forEach((line, i) => {
      if (i > 0) this.run(BREAK);
      if (line !== '') this.run(line);
    });
  }

  lineBreak(): void {
    this.run(BREAK);
  }

  /** Something was left out here. */
  gap(): void {
    if (this.runs.length > 0) this.run(GAP);
  }

  private run(text: string): void {
    this.runs.push({ text, marks: this.marks | this.emphasis, href: this.href });
  }

  endParagraph(): void {
    const { runs, top } = this;
    if (runs.length === 0) return;
    this.runs = [];
    if (top.kind === 'preformatted') return void top.blocks.push(this.preformatted(runs, top));
    if (runs.every(({ text }) => text === GAP || text === BREAK || /^\s*$/.test(text))) return;
    this.contentBlocks().push({ kind: 'paragraph', runs });
  }

  /** Preformatted text with links is text with line breaks; else it is code. */
  private preformatted(runs: Run[], { block }: Frame): Block {
    if (runs.some((run) => run.href !== null)) return { kind: 'paragraph', runs };
    const language = block?.kind === 'code' ? block.language : '';
    return { kind: 'code', text: runs.map(({ text }) => (text === GAP ? '' : text)).join(''), language };
  }

  code(text: string, language: string): void {
    this.endParagraph();
    this.contentBlocks().push({ kind: 'code', text: text.replace(UNSEEN, ''), language });
  }

  open(opening: Opening): void {
    this.endParagraph();
    if (this.top.kind === 'preformatted' || this.top.kind === 'heading') return this.ignore(opening.kind);
    this.closeSiblings(opening.kind);
    if (this.frames.length >= DEEPEST) return this.ignore(opening.kind);
    switch (opening.kind) {
      case 'list':
        return this.openList(opening.isOrdered);
      case 'item':
        return this.openItem();
      case 'definitions':
        return this.push(opening.kind, this.top.blocks, this.append({ kind: 'definitions', entries: [] }));
      case 'term':
      case 'definition':
        return this.openDefinition(opening.kind);
      case 'quote': {
        const blocks: Block[] = [];
        return this.push('quote', blocks, this.append({ kind: 'quote', blocks }));
      }
      case 'table': {
        const table: Table = { kind: 'table', caption: [], rows: [], isStyled: opening.isStyled };
        return this.push('table', table.caption, this.append(table));
      }
      case 'row':
        return void this.openTable()?.rows.push([]);
      case 'cell':
        return this.openCell(opening);
      case 'caption':
        return this.openCaption();
      case 'preformatted':
        return this.push(opening.kind, this.contentBlocks(), { kind: 'code', text: '', language: opening.language });
    }
  }

  close(kind: Kind): void {
    this.endParagraph();
    const ignored = this.ignored.get(kind) ?? 0;
    if (ignored > 0) return void this.ignored.set(kind, ignored - 1);
    const at = this.find(kind === 'row' ? 'cell' : kind);
    if (at > 0) this.frames.length = at;
  }

  /** Begins a section; its heading is what is written until `closeHeading`. `anchor`: as the page names it. */
  openHeading(level: number, anchor: string | null = null): void {
    this.endParagraph();
    if (this.top.kind === 'heading') this.closeHeading();
    this.heading = { level, anchor };
    this.marks = this.emphasis = 0;
    this.href = null;
    this.ignored.clear();
    this.frames = [this.frames[0]!, { kind: 'heading', blocks: [] }];
  }

  closeHeading(): void {
    this.endParagraph();
    const { kind, blocks } = this.top;
    if (kind !== 'heading') return;
    const heading = blocks.map((block) => (block.kind === 'paragraph' ? plainRuns(block.runs) : '')).join(' ');
    this.sections.begin(this.heading.level, heading.trim(), this.heading.anchor);
    this.frames = [{ kind: 'root', blocks: this.sections.blocks }];
  }

  /** The number by which the page shows an external link without a text. */
  linkNumber(): void {
    this.text(String(++this.numbers));
  }

  /** A piece of code within a line. */
  inlineCode(text: string): void {
    const { marks } = this;
    this.marks |= CODE;
    this.text(text.replace(/\s+/g, ' '));
    this.marks = marks;
  }

  /** A formula as it is written in TeX, where spaces between braces mean nothing. */
  formula(text: string): void {
    const tex = /^\s*\{\\displaystyle ([^]*)\}\s*$/.exec(text)?.[1] ?? text;
    this.inlineCode(tex.replace(/[{}](?=[{}])/g, '$& ').trim());
  }

  picture(url: string, caption: string): void {
    this.sections.picture(url, caption);
  }

  /** The depth of what is open, to which `closeTo` comes back. */
  get depth(): number {
    return this.frames.length;
  }

  closeTo(depth: number): void {
    this.endParagraph();
    if (this.frames.length > depth) this.frames.length = depth;
  }

  /** Forgets what the open cell holds. */
  emptyCell(columns: number, rows: number): void {
    const at = this.frames.findLastIndex(({ kind }) => kind === 'cell');
    if (at < 0) return;
    this.runs = [];
    this.frames.length = at + 1;
    this.top.blocks.length = 0;
    const table = this.openTable();
    const cell = table?.rows.at(-1)?.at(-1);
    if (cell) Object.assign(cell, { columns, rows });
  }

  finish(): ArticleText {
    if (this.top.kind === 'heading') this.closeHeading();
    this.endParagraph();
    return this.sections.finish();
  }

  private ignore(kind: Kind): void {
    this.ignored.set(kind, (this.ignored.get(kind) ?? 0) + 1);
  }

  /** An item ends the item before, a cell the cell before. */
  private closeSiblings(kind: Kind): void {
    if (kind === 'item') this.closeInto('list');
    else if (kind === 'term' || kind === 'definition') this.closeInto('definitions');
    else if (kind === 'row' || kind === 'cell' || kind === 'caption') this.closeInto('table');
  }

  /** Closes what is open within the nearest frame of a kind. */
  private closeInto(kind: Kind): void {
    const at = this.find(kind);
    if (at > 0) this.frames.length = at + 1;
  }

  private find(kind: Kind): number {
    const isOfTable = kind === 'cell' || kind === 'caption';
    for (let at = this.frames.length - 1; at > 0; at--) {
      const one = this.frames[at]!.kind;
      if (one === kind) return at;
      if (kind !== 'table' && (isOfTable ? one === 'table' : WALLS.has(one))) return -1;
    }
    return -1;
  }

  private push(kind: Kind, blocks: Block[], block?: Block): void {
    this.frames.push(block ? { kind, blocks, block } : { kind, blocks });
  }

  private append<T extends Block>(block: T): T {
    this.contentBlocks().push(block);
    return block;
  }

  /** Where blocks go: text of a list that stands in no item is an item of its own. */
  private contentBlocks(): Block[] {
    const { kind, block, blocks } = this.top;
    if (kind === 'list' && block?.kind === 'list') {
      const item: Block[] = [];
      block.items.push(item);
      return item;
    }
    if (kind === 'definitions' && block?.kind === 'definitions') {
      const entry = { isTerm: false, blocks: [] };
      block.entries.push(entry);
      return entry.blocks;
    }
    return blocks;
  }

  /** Lists of a kind that follow each other are one, as Markdown has it. */
  private openList(isOrdered: boolean): void {
    const blocks = this.contentBlocks();
    const last = blocks.at(-1);
    if (last?.kind === 'list' && last.isOrdered === isOrdered) return this.push('list', blocks, last);
    const list: Block = { kind: 'list', isOrdered, items: [] };
    blocks.push(list);
    this.push('list', blocks, list);
  }

  private openItem(): void {
    if (this.top.kind !== 'list') this.openList(false);
    const { block } = this.top;
    const item: Block[] = [];
    if (block?.kind === 'list') block.items.push(item);
    this.push('item', item);
  }

  private openDefinition(kind: 'term' | 'definition'): void {
    if (this.top.kind !== 'definitions')
      this.push('definitions', this.top.blocks, this.append({ kind: 'definitions', entries: [] }));
    const { block } = this.top;
    const entry = { isTerm: kind === 'term', blocks: [] };
    if (block?.kind === 'definitions') block.entries.push(entry);
    this.push(kind, entry.blocks);
  }

  private openTable(): Table | null {
    const table = this.frames.findLast(({ kind }) => kind === 'table')?.block;
    return table?.kind === 'table' ? table : null;
  }

  private openCaption(): void {
    const table = this.openTable();
    if (table) this.push('caption', table.caption);
  }

  private openCell({ isHeader, columns, rows }: Omit<Cell, 'blocks'>): void {
    const table = this.openTable();
    if (!table) return;
    const cell: Cell = { isHeader, columns, rows, blocks: [] };
    if (table.rows.length === 0) table.rows.push([]);
    table.rows.at(-1)!.push(cell);
    this.push('cell', cell.blocks);
  }
}

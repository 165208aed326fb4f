import type { CheerioAPI } from 'cheerio';
import type { Element } from 'domhandler';
import type { InfoboxField } from '../../universe/article';
import { isDropped, readNodes } from './html-value';
import type { WikiLinks } from './wiki-links';

interface Cell {
  element: Element;
  isHead: boolean;
  /** The column in which it begins. */
  column: number;
  rows: number;
}

const LONGEST_LABEL = 80;

/**
 * Reads the rows of an infobox that is a table, or is built of `div`s: label and value side by side, labels above
 * values in a horizontal group, a header above one value, nested tables. Linear in its size but for their depth.
 */
export class TableInfoboxReader {
  readonly fields: InfoboxField[] = [];
  /** The labels of a header row, by the columns in which they begin. */
  private columns: ReadonlyMap<number, string> | null = null;
  private header: string | null = null;
  private headers = 0;
  /** A label that reaches over several rows, and over how many more. */
  private tall: { field: InfoboxField; rows: number } | null = null;

  constructor(
    private readonly $: CheerioAPI,
    private readonly links: WikiLinks,
  ) {}

  read(box: Element): void {
    for (const row of rowsIn(box)) this.row(cellsOf(row));
    if (this.fields.length === 0) this.pairs(box);
  }

  private row(cells: Cell[]): void {
    const [first] = cells;
    if (!first) return;
    if (this.tall && this.tall.rows > 0 && cells.every(({ isHead }) => !isHead)) return this.more(cells);
    this.tall = null;
    if (cells.length > 1 && cells.every(({ element }) => boldLabels(element).length > 0))
      return cells.forEach(({ element }) => this.bold(element));
    if (cells.length === 1) return this.single(first);
    if (cells.every(({ isHead }) => isHead)) return this.head(cells);
    if (this.columns && cells.every(({ isHead }) => !isHead) && this.isBelow(cells)) return this.horizontal(cells);
    this.columns = null;
    this.header = null;
    this.labelled(cells);
  }

  private more(cells: Cell[]): void {
    const { tall } = this;
    if (!tall) return;
    tall.rows--;
    for (const { element } of cells) append(tall.field, this.value(element));
  }

  /** One cell over the whole width: a picture, a header, or the value below a header. */
  private single({ element, isHead }: Cell): void {
    const { header } = this;
    this.header = null;
    this.columns = null;
    const text = this.text(element);
    if (text === '') return;
    if (
      isHead ||
      /(?:^|[\s_-])(?:header|title|above|subheader|heading)(?:[\s_-]|$)/i.test(element.attribs['class'] ?? '')
    ) {
      // The first header is the title.
      this.header = this.headers++ > 0 && text.length <= LONGEST_LABEL ? text : null;
    } else if (boldLabels(element).length > 0) this.bold(element);
    else if (header !== null && this.$(element).find('img').length === 0) this.field(header, element);
    else this.pairs(element);
  }

  /** Labels in bold, each before its value, in one cell. */
  private bold(element: Element): void {
    const labels = boldLabels(element);
    for (const [i, at] of labels.entries()) {
      const label = element.children[at];
      const nodes = element.children.slice(at + 1, labels[i + 1]);
      if (!label || nodes.length === 0) continue;
      const { values, links } = readNodes(nodes, this.links);
      const texts = values
        .map((value, n) => (n === 0 ? value.replace(/^[:：]\s*/, '') : value))
        .filter((text) => text !== '');
      const name = readNodes([label])
        .values.join(' ')
        .replace(/\s*[:：]$/, '');
      if (name !== '' && name.length <= LONGEST_LABEL && texts.length > 0)
        this.fields.push({ label: name, values: texts, links });
    }
  }

  private head(cells: Cell[]): void {
    this.header = null;
    this.columns = new Map(cells.map(({ element, column }) => [column, this.text(element)]));
  }

  private isBelow(cells: Cell[]): boolean {
    return cells.some(({ column }) => this.labelAt(column) !== '');
  }

  private labelAt(column: number): string {
    return this.columns?.get(column) ?? '';
  }

  private horizontal(cells: Cell[]): void {
    for (const { element, column } of cells) this.field(this.labelAt(column), element);
    this.columns = null;
  }

  /** Labels and values side by side: `th td`, `th td th td`, `td td`. */
  private labelled(cells: Cell[]): void {
    const hasHeads = cells.some(({ isHead }) => isHead);
    let field: InfoboxField | null = null;
    let label: Cell | null = null;
    for (const [i, cell] of cells.entries()) {
      const isLabel = hasHeads ? cell.isHead : i === 0;
      if (isLabel) [label, field] = [cell, null];
      else if (field) append(field, this.value(cell.element));
      else if (label) field = this.field(this.text(label.element), cell.element);
    }
    if (field && label && label.rows > 1) this.tall = { field, rows: label.rows - 1 };
  }

  /** `dt` and `dd`, or elements whose classes call them label and value. */
  private pairs(box: Element): void {
    const { $ } = this;
    for (const node of $(box).find('dt, [class*="label"], [class*="-key"], [class*="-name"]').toArray()) {
      const value = $(node).next('dd, [class*="value"], [class*="data"], [class*="content"]').get(0);
      const field = value && this.field(this.text(node), value);
      const more = field && node.name === 'dt' ? $(node).nextUntil('dt', 'dd').toArray().slice(1) : [];
      for (const element of more) append(field!, this.value(element));
    }
  }

  private field(label: string, element: Element): InfoboxField | null {
    const name = label.replace(/\s*[:：]$/, '');
    const value = this.value(element);
    if (name === '' || name.length > LONGEST_LABEL || value.values.length === 0) return null;
    const field = { label: name, ...value };
    this.fields.push(field);
    return field;
  }

  private value(element: Element) {
    return readNodes(element.children, this.links);
  }

  private text(element: Element): string {
    return readNodes(element.children).values.join(' ');
  }
}

/** Tables in tables deeper than this are only an attack on the stack. */
const DEEPEST = 200;

/** The rows that are shown and say something themselves: of one that holds another table, that table's. */
function rowsIn(box: Element): Element[] {
  const rows: Element[] = [];
  const holders = new Set<Element>();
  const walk = (element: Element, row: Element | null, depth: number): void => {
    for (const child of depth > DEEPEST ? [] : element.children) {
      if (child.type !== 'tag' || isDropped(child)) continue;
      if (child.name === 'tr') rows.push(child);
      if (child.name === 'tr' && hasTableAsValue(child)) continue;
      if (child.name === 'tr' && row) holders.add(row);
      walk(child, child.name === 'tr' ? child : row, depth + 1);
    }
  };
  walk(box, null, 0);
  return rows.filter((row) => !holders.has(row));
}

/** A row whose values are laid out in tables of their own, without labels in them. */
function hasTableAsValue(row: Element): boolean {
  const cells = cellsOf(row);
  const labels = cells.filter(({ element, isHead }) => isHead || boldLabels(element).length > 0);
  if (cells.length < 2 ? labels.length === 0 || cells[0]?.isHead === true : labels.length === 0) return false;
  const [first] = cells;
  if (cells.length > 1 && first && labels[0] !== first) return false;
  return cells.every((cell) => !hasLabelsWithin(cell.element, 0));
}

function hasLabelsWithin(element: Element, depth: number): boolean {
  return element.children.some(
    (child) => child.type === 'tag' && (child.name === 'th' || depth > DEEPEST || hasLabelsWithin(child, depth + 1)),
  );
}

/** Where the labels of a cell stand among its children: in bold, with a colon or a table behind them. */
function boldLabels({ children }: Element): number[] {
  const labels: number[] = [];
  for (const [i, child] of children.entries()) {
    if (child.type !== 'tag' || (child.name !== 'b' && child.name !== 'strong')) continue;
    const next = children.slice(i + 1, i + 3).find((node) => node.type !== 'text' || node.data.trim() !== '');
    const hasColon = /[:：]\s*$/.test(readNodes(child.children).values.join(' '));
    const isBefore =
      next?.type === 'text' ? /^\s*[:：]/.test(next.data) : next?.type === 'tag' && next.name === 'table';
    if (hasColon || isBefore) labels.push(i);
  }
  return labels;
}

function append(field: InfoboxField, { values, links }: Pick<InfoboxField, 'values' | 'links'>): void {
  field.values.push(...values);
  field.links.push(...links);
}

function cellsOf(row: Element): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const child of row.children) {
    if (child.type !== 'tag' || (child.name !== 'th' && child.name !== 'td')) continue;
    const span = countOf(child.attribs['colspan']);
    if (!isDropped(child))
      cells.push({ element: child, isHead: isHead(child), column, rows: countOf(child.attribs['rowspan']) });
    column += span;
  }
  return cells;
}

function isHead({ name, attribs }: Element): boolean {
  return name === 'th' || /(?:^|[\s_-])label(?:[\s_-]|$)/i.test(attribs['class'] ?? '');
}

function countOf(attribute: string | undefined): number {
  const count = Number.parseInt(attribute ?? '1', 10);
  return count > 0 && count <= 1000 ? count : 1;
}

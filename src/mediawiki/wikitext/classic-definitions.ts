import {
  parameterName,
  partName,
  parseWikitext,
  valueStart,
  type TemplateNode,
  type WikitextNode,
} from './parse-wikitext';
import type { InfoboxDefinition } from './infobox-definitions';
import { transcludedText } from './page-text';

/**
 * Reads an infobox template of the older kind: one that gives `label1=` and `data1=` to `{{Infobox}}` or its module,
 * or that writes a table with a label and a parameter in each row. Null where a page is neither.
 */
export function parseClassicDefinition(
  name: string,
  wikitext: string,
  toText: (wikitext: string) => string,
): InfoboxDefinition | null {
  const text = transcludedText(wikitext);
  const draft = new Draft(toText);
  for (const node of parseWikitext(text)) readCall(text, node, draft);
  if (draft.labels.size === 0 && /class\s*=\s*["']?[^"'\n>]*\b(?:infobox|infoboxtable)\b/i.test(text))
    readRows(text, draft);
  const { labels, images, formats } = draft;
  return labels.size === 0 ? null : { name, labels, images, formats };
}

/** A definition while it is read: of what shows a parameter twice, the first counts. */
class Draft {
  readonly labels = new Map<string, string>();
  readonly images = new Set<string>();
  readonly formats = new Map<string, string>();

  constructor(private readonly toText: (wikitext: string) => string) {}

  addField(parameter: string, label: string, value: string): void {
    if (this.labels.has(parameter)) return;
    this.labels.set(parameter, this.toText(label));
    const isBare = /^\s*\{\{\{[^{}]*\}\}\}\s*$/.test(value);
    if (!isBare) this.formats.set(parameter, value.trim());
  }
}

function readCall(text: string, node: WikitextNode, draft: Draft): void {
  if (node.kind !== 'template') return;
  const values = namedValues(text, node);
  for (const [parameter, value] of values) {
    const number = /^(?:data|value)\s*(\d+)$/i.exec(parameter)?.[1];
    const own = parameterName(value);
    if (own === null) continue;
    if (/^image\s*\d*$/i.test(parameter)) draft.images.add(own);
    const label = number === undefined ? undefined : values.get(`label${number}`);
    if (label !== undefined) draft.addField(own, label, value);
  }
}

function namedValues(text: string, node: TemplateNode): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of node.parts) {
    const name = partName(text, part);
    if (name !== null) values.set(name.toLowerCase(), text.slice(valueStart(part), part.end));
  }
  return values;
}

/** Rows of a table, of wikitext or HTML. */
function readRows(text: string, draft: Draft): void {
  for (const row of text.split(/\n\s*(?:\{\{!\}\}|\|)-|<tr(?=[\s>])/i)) {
    const image = /\[\[\s*(?:file|image)\s*:\s*\{\{\{\s*([^{}|]{1,100}?)\s*[|}]/i.exec(row)?.[1];
    const cell = dataCell(row);
    const parameter = cell === null ? null : parameterName(cell);
    if (image !== undefined) draft.images.add(image);
    else if (cell !== null && parameter !== null) draft.addField(parameter, rowLabel(row), cell);
  }
}

const CELL = /\n\s*(?:\{\{!\}\}|\|)(?![-}+])|\|\||\{\{!!\}\}|<td(?=[\s>])[^<>]*>/i;
const ATTRIBUTES = /^[^|\n=<>[\]{}]*=[^|\n[\]{}]*\|(?!\|)/;

/** What stands in the first cell of a row that is no head; null where there is none. */
function dataCell(row: string): string | null {
  const start = CELL.exec(row);
  if (!start) return null;
  const text = row.slice(start.index + start[0].length);
  if (start[0].startsWith('<')) return text.split(/<\/t[dr]\s*>/i, 1)[0] ?? '';
  return (text.split(/\n\s*\|\}/, 1)[0] ?? '').replace(ATTRIBUTES, '');
}

const HEAD = /(?:\n\s*!|<th(?=[\s>])[^<>]*>)(?:[^|\n=<>[\]{}]*=[^|\n[\]{}]*\|(?!\|))?([^\n|<{]{1,200})/i;

/** What a row calls its value: its head cell, or its bold words. */
function rowLabel(row: string): string {
  return (HEAD.exec(row)?.[1] ?? /'''([^'\n{}]{1,200}):?'''/.exec(row)?.[1] ?? '').replace(/:\s*$/, '');
}

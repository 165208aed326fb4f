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
  const labels = new Map<string, string>();
  const images = new Set<string>();
  const formats = new Map<string, string>();
  for (const node of parseWikitext(text)) readCall(text, node, toText, labels, images, formats);
  if (labels.size === 0 && /class\s*=\s*["']?[^"'\n>]*\b(?:infobox|infoboxtable)\b/i.test(text))
    readRows(text, toText, labels, images, formats);
  return labels.size === 0 ? null : { name, labels, images, formats };
}

function readCall(
  text: string,
  node: WikitextNode,
  toText: (wikitext: string) => string,
  labels: Map<string, string>,
  images: Set<string>,
  formats: Map<string, string>,
): void {
  if (node.kind !== 'template') return;
  const values = namedValues(text, node);
  for (const [parameter, value] of values) {
    const number = /^(?:data|value)\s*(\d+)$/i.exec(parameter)?.[1];
    const own = parameterName(value);
    if (own === null) continue;
    if (/^image\s*\d*$/i.test(parameter)) images.add(own);
    const label = number === undefined ? undefined : values.get(`label${number}`);
    if (label === undefined || labels.has(own)) continue;
    labels.set(own, toText(label));
    if (isMore(value)) formats.set(own, value.trim());
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
function readRows(
  text: string,
  toText: (wikitext: string) => string,
  labels: Map<string, string>,
  images: Set<string>,
  formats: Map<string, string>,
): void {
  for (const row of text.split(/\n\s*(?:\{\{!\}\}|\|)-|<tr(?=[\s>])/i)) {
    const image = /\[\[\s*(?:file|image)\s*:\s*\{\{\{\s*([^{}|]{1,100}?)\s*[|}]/i.exec(row)?.[1];
    const cell = dataCell(row);
    const parameter = cell === null ? null : parameterName(cell);
    if (image !== undefined) images.add(image);
    else if (cell !== null && parameter !== null && !labels.has(parameter)) {
      labels.set(parameter, toText(rowLabel(row)));
      if (isMore(cell)) formats.set(parameter, cell.trim());
    }
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

/** Whether a parameter is shown with something around it. */
function isMore(value: string): boolean {
  return !/^\s*\{\{\{[^{}]*\}\}\}\s*$/.test(value);
}

const HEAD = /(?:\n\s*!|<th(?=[\s>])[^<>]*>)(?:[^|\n=<>[\]{}]*=[^|\n[\]{}]*\|(?!\|))?([^\n|<{]{1,200})/i;

/** What a row calls its value: its head cell, or its bold words. */
function rowLabel(row: string): string {
  return (HEAD.exec(row)?.[1] ?? /'''([^'\n{}]{1,200}):?'''/.exec(row)?.[1] ?? '').replace(/:\s*$/, '');
}

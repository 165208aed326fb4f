import { extensionKind } from './extension-tags';
import { formatNumber } from './format-number';
import { partName, type TemplateNode, type TemplatePart } from './parse-wikitext';
import type { TemplateScreen } from './show-template';

/** `#if:`, `lc:`, `DEFAULTSORT:`: what stands before the first argument. */
const FUNCTION = /^(#[^:]{1,40}|[\p{L}_]{2,30}):([^]*)$/u;
const NOT_FUNCTIONS = /^(?:template|user|wikipedia|project|module|w|wp|category|file|image|talk|help|portal)$/i;

/**
 * Shows a parser function as far as it can be known without the wiki: conditions, letters' case, dates and numbers as
 * they are written. Others show nothing. False where the node is no function.
 */
export function showFunction(node: TemplateNode, screen: TemplateScreen): boolean {
  const match = FUNCTION.exec(node.name);
  const name = match?.[1]?.toLowerCase() ?? '';
  if (!match || NOT_FUNCTIONS.test(name)) return node.name.startsWith('#');
  const first = firstArgument(node, screen);
  const parts = node.parts.map((part) => ({ ...part, equals: -1 }));
  const text = () => screen.plain(first);
  switch (name) {
    case '#if':
      show(text() === '' ? parts[1] : parts[0], screen);
      break;
    case '#ifeq':
      show(parts[0] && text() === screen.plain(parts[0]) ? parts[1] : parts[2], screen);
      break;
    case '#switch':
      show(branchOf(node, text(), screen), screen);
      break;
    case 'lc':
      screen.write(text().toLowerCase());
      break;
    case 'uc':
      screen.write(text().toUpperCase());
      break;
    case 'ucfirst':
      screen.write(text().replace(/^./u, (letter) => letter.toUpperCase()));
      break;
    case 'lcfirst':
      screen.write(text().replace(/^./u, (letter) => letter.toLowerCase()));
      break;
    case 'formatnum':
      screen.write(formatNumber(text(), parts[0] ? screen.plain(parts[0]) : '', screen.language));
      break;
    case '#formatdate':
    case '#dateformat':
    case 'nowiki':
      screen.argument(first);
      break;
    case '#time':
      show(parts[0], screen);
      break;
    case '#tag':
      if (extensionKind(text().toLowerCase()) !== 'hidden') show(parts[0], screen);
      break;
  }
  return true;
}

/** What `#switch` shows: the value of the case that fits, or of the first one behind it that has any; else the default. */
function branchOf(node: TemplateNode, text: string, screen: TemplateScreen): TemplatePart | undefined {
  let fits = false;
  let fallback: TemplatePart | undefined;
  for (const part of node.parts) {
    const hasValue = part.equals >= 0;
    const name = hasValue ? (partName(screen.source, part) ?? '') : screen.plain(part);
    fits ||= name === text;
    if (hasValue && fits) return { ...part, start: part.equals + 1, equals: -1 };
    if (hasValue && name === '#default') fallback = { ...part, start: part.equals + 1, equals: -1 };
  }
  const last = node.parts.at(-1);
  // A last one without a name is the default.
  return last && last.equals < 0 ? last : fallback;
}

function show(part: TemplatePart | undefined, screen: TemplateScreen): void {
  if (part) screen.argument(part);
}

/** The first argument stands behind the colon, before the first pipe. */
function firstArgument(node: TemplateNode, screen: TemplateScreen): TemplatePart {
  const start = screen.source.indexOf(':', node.start) + 1;
  const [next] = node.parts;
  return { start, end: next ? next.start - 1 : node.end - 2, equals: -1, nodes: node.headNodes };
}

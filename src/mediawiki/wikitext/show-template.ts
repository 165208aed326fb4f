import { inlineTemplate, type InlineArguments, type InlineTemplate } from './inline-templates';
import { partName, valueStart, type TemplateNode, type TemplatePart } from './parse-wikitext';
import { showFunction } from './parser-functions';

/** Where a template is shown: the value that is being read. */
export interface TemplateScreen {
  readonly source: string;
  /** Code of the wiki's language. */
  readonly language: string;
  write(text: string): void;
  breakItem(): void;
  /** What comes stands in the next cell of a table. */
  nextCell(): void;
  argument(part: TemplatePart): void;
  plain(part: TemplatePart): string;
  link(title: string, text: string): void;
}

const FILE_NAME = /^[^[\]{}|<>]{1,200}\.(?:png|jpe?g|gif|webp|svg|avif|tiff?|ogg|mp3|webm)$/i;

/** Shows a template or a parser function as it stands in a text. */
export function showTemplate(node: TemplateNode, screen: TemplateScreen): void {
  if (!showFunction(node, screen)) showByRule(node, inlineTemplate(node.name, node.parts.length > 0), screen);
}

/** Shows a template as a rule has it. */
export function showByRule(node: TemplateNode, rule: InlineTemplate, screen: TemplateScreen): void {
  const positional = positionalParts(node, screen.source);
  if (typeof rule === 'function') return screen.write(rule(argumentsOf(node, positional, screen)));
  for (const [piece] of rule.matchAll(/\[\[\$1\]\]|\$[1-9*]|¶|‖|[^$¶‖[]+|./gu)) showPiece(piece, positional, screen);
}

function showPiece(piece: string, positional: readonly TemplatePart[], screen: TemplateScreen): void {
  const [first] = positional;
  if (piece === '¶') screen.breakItem();
  else if (piece === '‖') screen.nextCell();
  else if (piece === '$*') showItems(positional, screen);
  else if (piece === '[[$1]]') {
    const title = first ? screen.plain(first) : '';
    screen.link(title, positional[1] ? screen.plain(positional[1]) : title);
  } else if (/^\$\d$/.test(piece)) {
    const part = piece === '$9' ? positional.at(-1) : positional[Number(piece.slice(1)) - 1];
    if (part) showPart(part, screen);
  } else screen.write(piece);
}

/** A template of a picture alone shows no text. */
function showPart(part: TemplatePart, screen: TemplateScreen): void {
  if (!FILE_NAME.test(screen.source.slice(valueStart(part), part.end).trim())) screen.argument(part);
}

function showItems(parts: readonly TemplatePart[], screen: TemplateScreen): void {
  parts.forEach((part, index) => {
    if (index > 0) screen.breakItem();
    screen.argument(part);
  });
}

function argumentsOf(node: TemplateNode, positional: readonly TemplatePart[], screen: TemplateScreen): InlineArguments {
  const named = new Map<string, string>();
  for (const part of node.parts) {
    const name = partName(screen.source, part);
    if (name !== null) named.set(name, screen.plain(part));
  }
  return { positional: positional.map((part) => screen.plain(part)), named };
}

/** The positional parts, also those that are written `1=`. */
export function positionalParts(node: TemplateNode, source: string): TemplatePart[] {
  const byNumber = new Map<number, TemplatePart>();
  let next = 1;
  for (const part of node.parts) {
    const name = partName(source, part);
    if (name === null) byNumber.set(next++, part);
    else if (/^\d{1,2}$/.test(name)) byNumber.set(Number(name), part);
    // `{{Nowrap|a <span class="x">b</span>}}` has no parameter called `a <span class`.
    else if (/[<[{]|https?:/.test(name)) byNumber.set(next++, { ...part, equals: -1 });
  }
  return [...byNumber].sort(([a], [b]) => a - b).map(([, part]) => part);
}

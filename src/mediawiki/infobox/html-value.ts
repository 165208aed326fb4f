import type { AnyNode, Element } from 'domhandler';
import { ValueBuilder, type InfoboxValue } from './value-builder';

/** Elements that end the present item before and after themselves. */
const BLOCKS = new Set(
  'address blockquote br center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p table td th tr ul'.split(' '),
);
const DROPPED = new Set('style script noscript template audio video iframe figure'.split(' '));
const DROPPED_CLASSES = ['reference', 'noexcerpt', 'mw-editsection', 'navbox', 'error', 'mw-empty-elt'];
const HIDDEN = /display\s*:\s*none/i;
/** Namespaces whose pages are not articles; links to them carry no fact. */
const SIDE_PAGES = /^(file|image|category|special|template|help|user|talk|media|datei|fichier|archivo):/i;

/** Reads the text and links of a value out of parsed HTML. Linear in the size of the fragment. */
export function readNodes(nodes: readonly AnyNode[], articlePath = '/wiki/$1'): InfoboxValue {
  const sink = new ValueBuilder();
  walk(nodes, sink, articlePath);
  return sink.build();
}

/** Depth at which a fragment stops being a value and is only an attack on the stack. */
const DEEPEST = 200;

function walk(nodes: readonly AnyNode[], sink: ValueBuilder, articlePath: string, depth = 0): void {
  if (depth > DEEPEST) return;
  for (const node of nodes) {
    if (node.type === 'text') sink.text(node.data);
    else if (isElement(node) && !isDropped(node)) walkElement(node, sink, articlePath, depth);
  }
}

function walkElement(element: Element, sink: ValueBuilder, articlePath: string, depth: number): void {
  const isBlock = BLOCKS.has(element.name);
  if (isBlock) sink.breakItem();
  const href = element.name === 'a' ? articleHref(element.attribs['href'], articlePath) : null;
  if (href !== null) sink.openLink(href);
  walk(element.children, sink, articlePath, depth + 1);
  if (href !== null) sink.closeLink();
  if (isBlock) sink.breakItem();
}

function isElement(node: AnyNode): node is Element {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

function isDropped(element: Element): boolean {
  if (DROPPED.has(element.name)) return true;
  const classes = element.attribs['class'];
  if (classes && DROPPED_CLASSES.some((name) => hasClass(classes, name))) return true;
  return HIDDEN.test(element.attribs['style'] ?? '');
}

/** Whether a class attribute holds the name as a whole word. */
export function hasClass(attribute: string | undefined, name: string): boolean {
  return attribute !== undefined && ` ${attribute.replaceAll(/\s/g, ' ')} `.includes(` ${name} `);
}

/** The href of a link to an article or another site; null for anchors, files and categories. */
export function articleHref(href: string | undefined, articlePath: string): string | null {
  if (!href || href.startsWith('#') || /^(javascript|data|mailto):/i.test(href)) return null;
  const missing = /[?&]title=([^&#]+)/.exec(href);
  const isRedLink = missing?.[1] && /[?&]redlink=1/.test(href);
  const plain = isRedLink ? articlePath.replace('$1', () => missing[1] ?? '') : href;
  return SIDE_PAGES.test(decodeTitle(plain.slice(plain.lastIndexOf('/') + 1))) ? null : plain;
}

/** Percent-decodes what can be decoded. */
export function decodeTitle(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

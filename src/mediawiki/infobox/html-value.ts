import type { AnyNode, Element, Text } from 'domhandler';
import { ValueBuilder, type InfoboxValue } from './value-builder';
import { linkHref, type WikiLinks } from './wiki-links';

/** Elements that end the present item before and after themselves. */
const BLOCKS = new Set(
  'address blockquote br center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p table td th tr ul'.split(' '),
);
/** Struck text does not hold any more. */
const STRUCK = ['s', 'strike', 'del'];
const DROPPED = new Set([
  ...STRUCK,
  ...'style script noscript template audio video iframe figure button input select'.split(' '),
]);
/** References, controls and the labels of tabs: what is shown beside a value and is none. */
const DROPPED_CLASSES = new Set(
  `reference noexcerpt mw-editsection navbox navbar error mw-empty-elt sortkey mw-collapsible-toggle
wds-tabs__wrapper tabber__header tabbernav`.split(/\s+/),
);
/** A style by which an element is not shown. */
export const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden/i;
/** Left where an extension ran before the parser put its markers back. */
const STRIP_MARKER = /\u007f?'"`UNIQ-[^`]*QINU`"'\u007f?/g;

/** Reads the text and links of a value out of parsed HTML; icons alone by their words. Linear in its size. */
export function readNodes(nodes: readonly AnyNode[], links: WikiLinks | null = null): InfoboxValue {
  const value = read(nodes, { links, showsIcons: false });
  const shown = value.values.length > 0 ? value : read(nodes, { links, showsIcons: true });
  // A list that does not begin a line is rendered with its first marker.
  return { ...shown, values: shown.values.map((text, i) => (i === 0 ? text.replace(/^\*+\s+(?=\S)/, '') : text)) };
}

interface Reading {
  links: WikiLinks | null;
  showsIcons: boolean;
}

function read(nodes: readonly AnyNode[], reading: Reading): InfoboxValue {
  const sink = new ValueBuilder();
  walk(nodes, sink, reading, 0);
  return sink.build();
}

/** Depth at which a fragment stops being a value and is only an attack on the stack. */
const DEEPEST = 200;

function walk(nodes: readonly AnyNode[], sink: ValueBuilder, reading: Reading, depth: number): void {
  if (depth > DEEPEST) return;
  for (const node of nodes) {
    if (node.type === 'text') sink.text(textOf(node));
    else if (isElement(node) && !isDropped(node)) walkElement(node, sink, reading, depth);
  }
}

function walkElement(element: Element, sink: ValueBuilder, reading: Reading, depth: number): void {
  if (element.name === 'img') {
    if (reading.showsIcons) sink.text(` ${iconWords(element)} `);
    return;
  }
  const isBlock = BLOCKS.has(element.name);
  if (isBlock) sink.breakItem();
  const href = element.name === 'a' && reading.links ? linkHref(element.attribs['href'], reading.links) : null;
  if (href !== null) sink.openLink(href);
  walk(element.children, sink, reading, depth + 1);
  if (href !== null) sink.closeLink();
  if (isBlock) sink.breakItem();
}

/** What an icon says: its words, which by default are the file's name. */
function iconWords({ attribs }: Element): string {
  return (attribs['alt'] ?? attribs['title'] ?? '').replace(/\.(?:png|jpe?g|gif|svg|webp)$/i, '').replaceAll('_', ' ');
}

/** A text without what an extension left in it. */
export function textOf({ data }: Text): string {
  return data.includes('UNIQ-') ? data.replace(STRIP_MARKER, '') : data;
}

export function isElement(node: AnyNode): node is Element {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

/** Whether an element is hidden, or shown beside the text without being a part of it. */
export function isDropped({ name, attribs }: Element): boolean {
  if (DROPPED.has(name) || attribs['hidden'] !== undefined) return true;
  const classes = attribs['class'];
  if (classes && classes.split(/\s+/).some((one) => DROPPED_CLASSES.has(one))) return true;
  return HIDDEN.test(attribs['style'] ?? '');
}

import { tellByTab } from '../infobox/portable-infobox';
import type { InfoboxDefinition } from './infobox-definitions';
import { transcludedText } from './page-text';
import { parameterName } from './parse-wikitext';

/** Reads the `<infobox>` of a template page; null where it has none. `toText` makes plain text of a label. */
export function parseInfoboxDefinition(
  name: string,
  wikitext: string,
  toText: (wikitext: string) => string,
): InfoboxDefinition | null {
  const text = withoutExamples(transcludedText(wikitext));
  const start = text.search(/<infobox[\s>]/i);
  const end = start < 0 ? -1 : text.toLowerCase().indexOf('</infobox', start);
  if (end < 0) return null;
  const elements = new Map<string, DefinedElement>();
  for (const element of elementsOf(text.slice(start, end)))
    if (!elements.has(element.source)) elements.set(element.source, element);
  if (elements.size === 0) return null;
  const all = [...elements.values()];
  const having = (member: 'format' | 'fallback') =>
    new Map(all.filter((one) => one[member] !== '').map((one) => [one.source, one[member]]));
  return {
    name,
    labels: labelsOf(
      all.filter(({ tag }) => tag === 'data'),
      toText,
    ),
    images: new Set(all.filter(({ tag }) => tag !== 'data').map(({ source }) => source)),
    formats: having('format'),
    defaults: having('fallback'),
  };
}

function labelsOf(elements: readonly DefinedElement[], toText: (wikitext: string) => string): Map<string, string> {
  const fields: { source: string; label: string }[] = [];
  let start = 0;
  for (const [i, { source, body, tab }] of elements.entries()) {
    fields.push({ source, label: toText(contentOf(body, 'label')) });
    if (elements[i + 1]?.tab === tab) continue;
    if (tab) tellByTab(fields, start, toText(tab.label));
    start = fields.length;
  }
  return new Map(fields.map(({ source, label }) => [source, label]));
}

/** Examples in a template's documentation are no definition. */
function withoutExamples(text: string): string {
  return text.replace(/<(nowiki|pre|syntaxhighlight|source)(?=[\s>])[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi, '');
}

const OPENING = /<(data|image|media|audio)(?=[\s/>])([^<>]*)>/gi;
const SOURCE = /(?:^|\s)source\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+))/i;

interface DefinedElement {
  tag: string;
  source: string;
  format: string;
  /** What stands there without the parameter. */
  fallback: string;
  body: string;
  /** The tab of a panel in which it stands: one and the same for all that stands there. */
  tab: Tab | null;
}

interface Tab {
  label: string;
}

function* elementsOf(xml: string): Generator<DefinedElement> {
  for (const [i, part] of xml.split(/<section(?=[\s>])[^<>]*>/i).entries()) {
    if (i === 0) yield* elementsIn(part, null);
    else {
      const [inside = '', behind = ''] = part.split(/<\/section\s*>/i);
      yield* elementsIn(inside, { label: contentOf(inside.slice(0, inside.search(OPENING)), 'label') });
      yield* elementsIn(behind, null);
    }
  }
}

function* elementsIn(xml: string, tab: Tab | null): Generator<DefinedElement> {
  const elements = [...xml.matchAll(OPENING)];
  for (const [i, match] of elements.entries()) {
    const [whole, tag = '', attributes = ''] = match;
    const from = match.index + whole.length;
    const body = attributes.endsWith('/') ? '' : bodyOf(xml.slice(from, elements[i + 1]?.index), tag);
    const stated = SOURCE.exec(attributes);
    const format = contentOf(body, 'format').trim();
    const fallback = contentOf(body, 'default').trim();
    const source = (stated?.[1] ?? stated?.[2] ?? stated?.[3] ?? '').trim();
    const element = { tag: tag.toLowerCase(), source, format, fallback, body, tab };
    // Without a source, what is shown names its parameters itself, or is the same on every page.
    const shown = format || fallback;
    const inside = parameterName(shown);
    if (source !== '') yield element;
    else if (inside !== null) yield { ...element, source: inside, format: shown, fallback: '' };
    else if (element.tag === 'data' && shown !== '' && contentOf(body, 'label').trim() !== '')
      yield { ...element, source: `#${match.index}`, format: '', fallback: shown };
  }
}

function bodyOf(text: string, tag: string): string {
  const end = text.toLowerCase().indexOf(`</${tag.toLowerCase()}`);
  return end < 0 ? text : text.slice(0, end);
}

function contentOf(body: string, tag: string): string {
  const start = new RegExp(`<${tag}(?:\\s[^<>]*)?>`, 'i').exec(body);
  if (!start) return '';
  const from = start.index + start[0].length;
  const end = body.toLowerCase().indexOf(`</${tag}`, from);
  return end < 0 ? '' : body.slice(from, end);
}

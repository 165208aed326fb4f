import { parseClassicDefinition } from './classic-definitions';
import { parseInfoboxDefinition, parseWrapper, type TemplateWrapper } from './infobox-definitions';
import type { Namespaces } from './namespaces';
import { readWikitextText } from './render-value';

/** What a template page says of infoboxes. With nothing but a name: that it is none. */
export type TemplatePage =
  | { name: string; labels: [string, string][]; images: string[] }
  | { name: string; wrapper: TemplateWrapper }
  | { name: string };

/**
 * Reads a template page: an infobox of any kind, a template that shows another, or another template. Null where it
 * cannot be told: what a module does with its parameters is not seen here.
 */
export function readTemplatePage(name: string, text: string, namespaces: Namespaces): TemplatePage | null {
  const toText = (label: string) => readWikitextText(label, { namespaces });
  const definition = parseInfoboxDefinition(name, text, toText) ?? parseClassicDefinition(name, text, toText);
  if (definition) return { name, labels: [...definition.labels], images: [...definition.images] };
  const wrapper = parseWrapper(name, text);
  if (wrapper) return { name, wrapper };
  return /#invoke\s*:/i.test(text) || namedParameters(text) >= 2 ? null : { name };
}

function namedParameters(text: string): number {
  const names = [...text.matchAll(/\{\{\{\s*([^{}|<>\s][^{}|<>]{0,60}?)\s*[|}]/g)].map(([, name = '']) => name);
  return new Set(names.filter((name) => !/^\d+$/.test(name))).size;
}

import { parseClassicDefinition } from './classic-definitions';
import { parseWrapper, writeDefinition, type TemplatePage } from './infobox-definitions';
import type { Namespaces } from './namespaces';
import { parseInfoboxDefinition } from './parse-definition';
import { readWikitextText } from './render-value';

/**
 * Reads a template page: an infobox of any kind, a template that shows another, or another template. Null where it
 * cannot be told: what a module does with its parameters is not seen here.
 */
export function readTemplatePage(name: string, text: string, namespaces: Namespaces): TemplatePage | null {
  const toText = (label: string) => readWikitextText(label, { namespaces });
  const definition = parseInfoboxDefinition(name, text, toText) ?? parseClassicDefinition(name, text, toText);
  if (definition) return writeDefinition(definition);
  const wrapper = parseWrapper(name, text);
  if (wrapper) return { name, wrapper };
  return /#invoke\s*:/i.test(text) || namedParameters(text) >= 2 ? null : { name };
}

function namedParameters(text: string): number {
  const names = [...text.matchAll(/\{\{\{\s*([^{}|<>\s][^{}|<>]{0,60}?)\s*[|}]/g)].map(([, name = '']) => name);
  return new Set(names.filter((name) => !/^\d+$/.test(name))).size;
}

import type { InfoboxField } from '../../universe/article';
import type { ReadInfobox } from '../infobox/portable-infobox';
import type { InfoboxDefinitions } from './infobox-definitions';
import { parameterLabel } from './parameter-labels';
import { parseWikitext, partName, valueStart, type TemplateNode } from './parse-wikitext';
import { readWikitextValue, type RenderOptions } from './render-value';
import { imageNameIn } from './image-name';

/** Parameters that steer the template's look and are no facts. */
const LOOK = new Set(
  'name title type-theme theme hide class-css width imagewidth imagesize image_size caption imagecaption bgcolor'.split(
    ' ',
  ),
);
const OPTION = /^option\d*$/;

/** Reads a template with its parameters as an infobox; null where the text is no template. */
export function parseWikitextInfobox(
  source: string,
  options: RenderOptions,
  definitions: InfoboxDefinitions,
): ReadInfobox | null {
  const node = parseWikitext(source).find((one) => one.kind === 'template');
  if (!node) return null;
  const definition = definitions.find(node.name);
  const fields: InfoboxField[] = [];
  let imageName: string | null = null;
  for (const [name, value] of parametersOf(source, node)) {
    if (definition ? definition.images.has(name) : /^image\d*$/i.test(name)) {
      imageName ??= imageNameIn(value, options.namespaces);
      continue;
    }
    if (definition ? !definition.labels.has(name) : LOOK.has(name.toLowerCase()) || OPTION.test(name)) continue;
    const read = readWikitextValue(value, options);
    if (read.values.length > 0)
      fields.push({ label: definition?.labels.get(name) || parameterLabel(name, node.name), ...read });
  }
  return { infobox: { type: definition?.name ?? node.name, fields }, image: null, imageName, isBroken: false };
}

/** The named parameters in their order; of a repeated one the last counts, as on the wiki. */
function parametersOf(source: string, node: TemplateNode): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of node.parts) {
    const name = partName(source, part);
    if (name !== null && name !== '') parameters.set(name, source.slice(valueStart(part), part.end));
  }
  return parameters;
}

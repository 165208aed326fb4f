import type { InfoboxField } from '../../universe/article';
import type { ReadInfobox } from '../infobox/portable-infobox';
import type { InfoboxValue } from '../infobox/value-builder';
import { fillIn } from './fill-in';
import { imageNameIn, isFileValue } from './image-name';
import type { InfoboxDefinition, InfoboxDefinitions } from './infobox-definitions';
import { parameterLabel, type KnownLabels } from './parameter-labels';
import { parseWikitext, partName, valueStart, type TemplateNode } from './parse-wikitext';
import { readWikitextValue, type RenderOptions } from './render-value';

/** What a universe's definition says of its infoboxes' parameters. */
export interface ParameterRules {
  labels?: KnownLabels;
  /** Parameters that hold pictures although their value does not look like one; in lower case. */
  pictures?: ReadonlySet<string>;
}

/** Parameters that steer the template's look and are no facts. */
const LOOK =
  /^(?:(?:box|page|infobox|article)?[\s_-]?(?:name|title)|type-theme|(?:box[\s_-]?)?theme|hide|class-css|css[\s_-]?class|css|(?:bg|text|header|title|font|border|back(?:ground)?)[\s_-]?colou?r\d*|bgcolou?r\d*|align|float|collapsed?|collapsible|option\d*|tab\d*|(?:image|img|picture|pic|photo|logo|map|cover|file|bild|thumb)[\s_-]?(?:\d*[\s_-]?)?(?:size|width|height|caption|cap|alt|text|upright|desc(?:ription)?|bg|scale|tab|label|link)s?\d*|caption\d*|upright|alt\d*|italic(?:[\s_]title)?|nocat|categori[sz]e|autocat|sortkey|defaultsort)$/i;
/** Of these a word is a fact, and what style sheets and scripts understand is not. */
const STYLED = /^(?:colou?r\d*|background|style|state|class)$/i;
const STYLE = /^(?:#?[0-9a-f]{3,8}|[\w-]+\s*:[^:]*;?|(?:auto)?collapsed?|expanded|plain|none|show|hide)$/i;
/** Of these a measure is a fact, and a number of pixels is not. */
const SIZE = /^(?:box[\s_-]?)?(?:width|height|size|imagesize|imagewidth)$/i;
const PIXELS = /^(?:\d{2,4}\s*px|\d{1,3}\s*(?:%|em|rem)|x?\d{2,4}(?:x\d{2,4})?(?:\s*px)?)$/i;
const PICTURE_NAME =
  /^(?:image|img|picture|pic|photo|portrait|logo|icon|sprite|artwork|bild|imagen|immagine|изображение|画像|图片|圖片)\d*$/i;

/** Reads a template with its parameters as an infobox; null where the text is no template. */
export function parseWikitextInfobox(
  source: string,
  options: RenderOptions,
  definitions: InfoboxDefinitions,
  rules: ParameterRules = {},
): ReadInfobox | null {
  const node = parseWikitext(source).find((one) => one.kind === 'template');
  if (!node) return null;
  const definition = definitions.find(node.name);
  const fields: InfoboxField[] = [];
  const pictures: string[] = [];
  const parameters = parametersOf(source, node);
  for (const [name, value] of definition ? asDefined(parameters, definition) : parameters) {
    if (isPicture(name, value, definition, options, rules)) {
      const picture = imageNameIn(value, options.namespaces);
      if (picture !== null) pictures.push(picture);
    } else if (isFact(name, value, definition)) {
      const read = readFormatted(value, definition?.formats?.get(name), parameters, options);
      const label = definition?.labels.get(name) || parameterLabel(name, node.name, rules.labels);
      if (read.values.length > 0) fields.push({ label, ...read });
    }
  }
  const [imageName = null] = pictures;
  return { infobox: { type: definition?.name ?? node.name, fields }, image: null, imageName, isBroken: false };
}

/** A parameter that is defined as a picture, is called one or holds a file. */
function isPicture(
  name: string,
  value: string,
  definition: InfoboxDefinition | null,
  options: RenderOptions,
  rules: ParameterRules,
): boolean {
  if (definition?.images.has(name) || rules.pictures?.has(name.toLowerCase())) return true;
  if (isFileValue(value, options.namespaces)) return true;
  return !definition && PICTURE_NAME.test(name) && imageNameIn(value, options.namespaces) !== null;
}

function isFact(name: string, value: string, definition: InfoboxDefinition | null): boolean {
  if (definition) return definition.labels.has(name);
  if (SIZE.test(name)) return !PIXELS.test(value.trim());
  if (STYLED.test(name)) return !STYLE.test(value.trim());
  return !LOOK.test(name);
}

/** The parameters in the order in which the template shows them, with what stands there where one is not given. */
function* asDefined(
  parameters: ReadonlyMap<string, string>,
  { labels, images, defaults }: InfoboxDefinition,
): Generator<[name: string, value: string]> {
  for (const name of new Set([...images, ...labels.keys()])) {
    const given = parameters.get(name) ?? '';
    const fallback = defaults?.get(name);
    if (given.trim() !== '') yield [name, given];
    else if (fallback !== undefined) yield [name, fillIn(fallback, parameters)];
  }
  for (const [name, value] of parameters) if (!images.has(name) && !labels.has(name)) yield [name, value];
}

/** A value as its template shows it; as it is where that cannot be known without the wiki. */
function readFormatted(
  value: string,
  format: string | undefined,
  parameters: ReadonlyMap<string, string>,
  options: RenderOptions,
): InfoboxValue {
  if (format !== undefined && value.trim() !== '') {
    const shown = readWikitextValue(fillIn(format, parameters), options);
    if (shown.values.length > 0) return shown;
  }
  return readWikitextValue(value, options);
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

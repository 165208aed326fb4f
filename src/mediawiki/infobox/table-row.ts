import type { InfoboxField } from '../../universe/article';
import { imageNameIn } from '../wikitext/image-name';
import { readWikitextValue, type RenderOptions } from '../wikitext/render-value';
import type { ReadInfobox } from './portable-infobox';

/** A page's row in a table of the wiki, with its values as the wiki gives them. */
export interface TableRow {
  type: string;
  fields: TableField[];
  /** What the field of the picture holds. */
  image: string | null;
}

export interface TableField {
  label: string;
  values: string[];
  /** The values are titles of pages. */
  isPage?: boolean;
}

/** Reads a row as an infobox. */
export function readTableRow(source: string, options: RenderOptions): ReadInfobox {
  const { type, fields, image } = JSON.parse(source) as TableRow;
  const read: InfoboxField[] = [];
  for (const { label, values, isPage } of fields) {
    const all = values.map((value) => readWikitextValue(isPage ? `[[${value}]]` : value, options));
    const field = { label, values: all.flatMap((one) => one.values), links: all.flatMap((one) => one.links) };
    if (field.values.length > 0) read.push(field);
  }
  const { namespaces } = options;
  const imageName =
    image === null ? null : (imageNameIn(image, namespaces) ?? imageNameIn(`[[File:${image}]]`, namespaces));
  return { infobox: { type, fields: read }, image: null, imageName, isBroken: false };
}

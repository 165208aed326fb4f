import { endOfString } from '../universe/json-text';

const SPACE = 0x20;

/** What jsonb prints, as `JSON.stringify` does: without the space behind every colon and comma. */
export function compact(jsonb: string): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < jsonb.length;) {
    const open = jsonb.indexOf('"', at);
    const end = open < 0 ? jsonb.length : open;
    for (; at < end; at++) {
      if (jsonb.charCodeAt(at) !== SPACE) continue;
      text += jsonb.slice(from, at);
      from = at + 1;
    }
    if (open >= 0) at = endOfString(jsonb, open);
  }
  return text + jsonb.slice(from);
}

const LABEL = '{"label": ';
const LINKS = ', "links": ';
const VALUES = ', "values": ';
const HREF = '{"href": ';
const TEXT = ', "text": ';

/**
 * An infobox that jsonb prints, as it was written: jsonb keeps members in an order of its own. It is cut at the names of
 * members, which stand nowhere else: a quote within a string would be escaped.
 */
export function infoboxAsWritten(jsonb: string): string {
  const [head = '', ...fields] = jsonb.split(LABEL);
  return fields.length === 0 ? compact(jsonb) : `${compact(head)}${fields.map(fieldAsWritten).join(',')}]}`;
}

/** From the label on to the next field, `}, `, or to the end of the infobox, `}]}`. */
function fieldAsWritten(field: string): string {
  const links = field.indexOf(LINKS);
  const values = field.indexOf(VALUES, links);
  const written = linksAsWritten(field.slice(links + LINKS.length, values));
  return `{"label":${field.slice(0, links)},"values":${compact(field.slice(values + VALUES.length, -3))},"links":${written}}`;
}

function linksAsWritten(list: string): string {
  const [, ...links] = list.split(HREF);
  return `[${links.map(linkAsWritten).join(',')}]`;
}

/** From the address on to the next link, `}, `, or to the end of the list, `}]`. */
function linkAsWritten(link: string): string {
  const text = link.indexOf(TEXT);
  return `{"text":${link.slice(text + TEXT.length, link.lastIndexOf('}'))},"href":${link.slice(0, text)}}`;
}

import type { HtmlParser } from './html-parser';
import { readNodes } from './html-value';

/** The plain text of a label, which may be HTML. */
export function readLabel(html: string, parse: HtmlParser): string {
  if (!/[<&]/.test(html)) return html.replace(/\s+/g, ' ').trim();
  return readNodes(parse(html).root()[0]?.children ?? [])
    .values.join(' ')
    .trim();
}

import type { HtmlParser } from './html-parser';
import { readNodes } from './html-value';

/** The plain text of a label, which may be HTML. */
export function readLabel(html: string, parse: HtmlParser): string {
  if (!/[<&]/.test(html)) return plain(html);
  return plain(readNodes(parse(html).root()[0]?.children ?? []).values.join(' '));
}

/** Labels are told without the colon that some wikis write behind them. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\s*[:：]\s*$/, '')
    .trim();
}

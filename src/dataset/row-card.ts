import type { ArticleCard } from '../universe/article';

const BEFORE_CONTENT = ['universe', 'id', 'title', 'category'].length;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const DESCRIPTION = memberStart('description');
const REGION = memberStart('region');
const SYSTEM = memberStart('system');

/** The card of an article from its tuple (`rows-format`), without parsing what no list shows. */
export function cardOf(tuple: Buffer): ArticleCard {
  let at = 2;
  for (let field = 0; field < BEFORE_CONTENT; field++) at += 4 + lengthAt(tuple, at);
  const content = tuple.subarray(at + 4, at + 4 + lengthAt(tuple, at));
  at += 4 + content.length;
  at += 4 + lengthAt(tuple, at); // image_url
  const isNull = tuple.readInt32BE(at) < 0;
  return {
    description: textOf(content, DESCRIPTION),
    region: textOf(content, REGION),
    system: textOf(content, SYSTEM),
    sourceUrl: isNull ? null : tuple.toString('utf8', at + 4, at + 4 + lengthAt(tuple, at)),
  };
}

function lengthAt(tuple: Buffer, at: number): number {
  return Math.max(0, tuple.readInt32BE(at));
}

/** In a text of JSON every quote is escaped, so that these bytes stand nowhere but at the beginning of the member. */
function memberStart(key: string): Buffer {
  return Buffer.from(`"${key}":"`);
}

/** A member of a flat JSON object that is a string; `""` where there is none. */
function textOf(json: Buffer, member: Buffer): string {
  const found = json.indexOf(member);
  if (found < 0) return '';
  const start = found + member.length;
  let end = start;
  let isEscaped = false;
  for (; json[end] !== QUOTE && end < json.length; end++) {
    if (json[end] !== BACKSLASH) continue;
    isEscaped = true;
    end++;
  }
  return isEscaped
    ? (JSON.parse(json.toString('utf8', start - 1, end + 1)) as string)
    : json.toString('utf8', start, end);
}

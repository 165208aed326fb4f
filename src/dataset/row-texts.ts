import type { ArticleBody, ArticleCard } from '../universe/article';
import { listMember } from '../universe/json-text';
import { isIntact, ROW_COLUMNS } from './rows-format';

const [CONTENT, SOURCE_URL, INFOBOX, EXTRA] = (['content', 'source_url', 'infobox', 'extra_metadata'] as const).map(
  (name) => ROW_COLUMNS.indexOf(name),
) as [number, number, number, number];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const DESCRIPTION = memberStart('description');
const REGION = memberStart('region');
const SYSTEM = memberStart('system');

/** The fields of one tuple (`rows-format`) in turn, as far as they are asked for. */
class Fields {
  private at = 2;
  private field = 0;

  constructor(private readonly tuple: Buffer) {}

  /** The bytes of a field behind those that were asked for before, from its byte `from` on; null where it is NULL. */
  bytes(field: number, from = 0): Buffer | null {
    for (; this.field < field; this.field++) this.at += 4 + Math.max(0, this.length);
    return this.length < 0 ? null : this.tuple.subarray(this.at + 4 + from, this.at + 4 + this.length);
  }

  text(field: number): string | null {
    return this.bytes(field)?.toString('utf8') ?? null;
  }

  /** The text of a field of JSON, behind the byte of its version. */
  json(field: number): string | null {
    return this.bytes(field, 1)?.toString('utf8') ?? null;
  }

  private get length(): number {
    return this.tuple.readInt32BE(this.at);
  }
}

/** The body of an article from its tuple, without taking its JSON apart. Throws where the tuple is damaged. */
export function bodyOf(tuple: Buffer): ArticleBody {
  if (!isIntact(tuple)) throw new Error('a row of the index beside the file cache is damaged');
  const fields = new Fields(tuple);
  return {
    content: fields.json(CONTENT) ?? '{}',
    sourceUrl: fields.text(SOURCE_URL),
    infobox: fields.json(INFOBOX) ?? 'null',
    wikiCategories: listMember(fields.json(EXTRA) ?? '{}', 'wiki_categories'),
  };
}

/** The card of an article from its tuple, without parsing what no list shows. */
export function cardOf(tuple: Buffer): ArticleCard {
  const fields = new Fields(tuple);
  const content = fields.bytes(CONTENT) ?? Buffer.alloc(0);
  return {
    description: textOf(content, DESCRIPTION),
    region: textOf(content, REGION),
    system: textOf(content, SYSTEM),
    sourceUrl: fields.text(SOURCE_URL),
  };
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

const QUOTE = '"';
const BACKSLASH = 0x5c;

/** Offset behind the string that opens at `open` in a text of JSON. Throws SyntaxError where none does, or does not end. */
export function endOfString(json: string, open: number): number {
  for (let close = open; open >= 0;) {
    close = json.indexOf(QUOTE, close + 1);
    if (close < 0) break;
    if (json.charCodeAt(close - 1) !== BACKSLASH || !isEscaped(json, close)) return close + 1;
  }
  throw new SyntaxError('a text of JSON is damaged');
}

/** The text of the string that is a member of a flat JSON object without white space; `""` where there is none. */
export function stringMember(json: string, name: string): string {
  const start = startOf(json, name, '"');
  return start < 0 ? '""' : json.slice(start, endOfString(json, start));
}

/** The text of the list of strings that is a member of a JSON object without white space; `[]` where there is none. */
export function listMember(json: string, name: string): string {
  const start = startOf(json, name, '[');
  if (start < 0) return '[]';
  let at = start + 1;
  while (json[at] !== ']') at = endOfString(json, json.indexOf(QUOTE, at));
  return json.slice(start, at + 1);
}

/** In a text of JSON every quote is escaped, so that a quoted name with a colon is found only where it is one. */
function startOf(json: string, name: string, opening: string): number {
  const member = `"${name}":${opening}`;
  const found = json.indexOf(member);
  return found < 0 ? -1 : found + member.length - 1;
}

function isEscaped(json: string, quote: number): boolean {
  let first = quote;
  while (json.charCodeAt(first - 1) === BACKSLASH) first--;
  return (quote - first) % 2 === 1;
}

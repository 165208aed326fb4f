/** A piece of a line: plain text, or something with pieces in it. */
export type Inline =
  | string
  | { kind: 'em' | 'strong' | 'del' | 'code'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'break' };

interface Frame {
  /** What opened it: `*`, `**`, `_`, `__`, `~~` or `[`; empty for the outermost. */
  mark: string;
  children: Inline[];
}

// Runs of spaces are taken whole, so that none is looked at twice.
const TOKEN = /\\([!-/:-@[-`{-~])|\\\n *| +(?:\n *)?|\n *|\*{1,3}|_{1,3}|~~|`+|!?\[|\]|[^\\\n*_~`![\] ]+|[^]/gy;
const TARGET = /\(\s*<?((?:[^()\s<>]|\([^()\s<>]*\))*)>?(?:\s+"[^"\n]*")?\s*\)/y;
const MAX_HREF = 2000;
const MAX_DEPTH = 24;
const WORD = /[\p{L}\p{N}]/u;
const KINDS = { '*': 'em', _: 'em', '**': 'strong', __: 'strong', '~~': 'del' } as const;

/** Reads the emphasis, code and links of a paragraph, in one pass; whatever is not exactly one of these is text. */
export function parseInline(text: string): Inline[] {
  return new InlineParser(text).parse();
}

class InlineParser {
  private stack: Frame[] = [{ mark: '', children: [] }];
  /** How many frames of each mark are open, so that nothing is looked for in vain. */
  private open: Record<string, number> = {};
  /** Brackets below this depth cannot become links any more: no link lies in another. */
  private dead = 0;

  constructor(private readonly text: string) {}

  parse(): Inline[] {
    TOKEN.lastIndex = 0;
    for (let token = TOKEN.exec(this.text); token; token = TOKEN.exec(this.text)) {
      const end = TOKEN.lastIndex;
      TOKEN.lastIndex = this.take(token[0], token[1], token.index, end);
    }
    while (this.stack.length > 1) this.dissolve();
    return this.stack[0]!.children;
  }

  /** Takes one token and says where the next begins. */
  private take(token: string, escaped: string | undefined, at: number, end: number): number {
    if (escaped !== undefined) this.add(escaped);
    else if (token.includes('\n')) this.add(/^(?:\\| {2})/.test(token) ? { kind: 'break' } : ' ');
    else if (token[0] === '`') return this.code(token, end);
    else if (token.endsWith('[')) this.push(token);
    else if (token === ']') return this.close(end);
    else if (/^[*_~]+$/.test(token)) this.emphasis(token, at, end);
    else this.add(token);
    return end;
  }

  private add(piece: Inline): void {
    const { children } = this.stack.at(-1)!;
    const last = children.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') children[children.length - 1] = last + piece;
    else children.push(piece);
  }

  private push(mark: string): void {
    if (this.stack.length > MAX_DEPTH) return this.add(mark);
    this.stack.push({ mark, children: [] });
    this.open[mark] = (this.open[mark] ?? 0) + 1;
  }

  private pop(): Frame {
    const frame = this.stack.pop()!;
    this.open[frame.mark] = this.open[frame.mark]! - 1;
    this.dead = Math.min(this.dead, this.stack.length);
    return frame;
  }

  /** Turns the innermost frame into the text that it was. */
  private dissolve(): void {
    const { mark, children } = this.pop();
    this.add(mark);
    for (const child of children) this.add(child);
  }

  private emphasis(run: string, at: number, end: number): void {
    const [before, after] = [this.text[at - 1] ?? ' ', this.text[end] ?? ' '];
    const inWord = run[0] === '_' && WORD.test(before) && WORD.test(after);
    let rest = run;
    while (rest !== '' && !inWord && before.trim() !== '') {
      const mark = this.stack.findLast(({ mark: one }) => one in KINDS && rest.startsWith(one))?.mark;
      if (mark === undefined) break;
      while (this.stack.at(-1)!.mark !== mark) this.dissolve();
      const { children } = this.pop();
      this.add({ kind: KINDS[mark as keyof typeof KINDS], children });
      rest = rest.slice(mark.length);
    }
    if (rest === '') return;
    if (inWord || after.trim() === '' || (rest === '~' && run === '~')) return this.add(rest);
    if (rest.length === 3) this.push(rest.slice(0, 2));
    this.push(rest.length === 3 ? rest[0]! : rest);
  }

  private code(ticks: string, end: number): number {
    const close = this.text.indexOf(ticks, end);
    if (close < 0 || this.text[close + ticks.length] === '`') {
      this.add(ticks);
      return end;
    }
    this.add({ kind: 'code', children: [this.text.slice(end, close).trim()] });
    return close + ticks.length;
  }

  private close(end: number): number {
    const isOpen = (this.open['['] ?? 0) + (this.open['!['] ?? 0) > 0;
    TARGET.lastIndex = end;
    const target = isOpen ? TARGET.exec(this.text) : null;
    if (!target || target[0].length > MAX_HREF) {
      this.add(']');
      return end;
    }
    const at = this.stack.findLastIndex(({ mark }) => mark.endsWith('['));
    if (at < this.dead) {
      this.add(']');
      return end;
    }
    while (this.stack.length - 1 > at) this.dissolve();
    const { mark, children } = this.pop();
    // A picture of the text stands in the gallery; here its description remains.
    if (mark === '![') for (const child of children) this.add(child);
    else {
      this.add({ kind: 'link', href: target[1]!.replace(/\\(?=[!-/:-@[-`{-~])/g, ''), children });
      this.dead = this.stack.length;
    }
    return end + target[0].length;
  }
}

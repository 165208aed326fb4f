import { namesInEveryLanguage } from './language-names';

/** Elements whose content is no markup of the page: nothing in it is a comment, a template or a part to include. */
const SHIELDS = 'nowiki|pre|syntaxhighlight|source|templatedata|html';
const PAGE_NAMES = new Set([
  ...namesInEveryLanguage('pageName').map((name) => name.replaceAll('_', ' ').toUpperCase()),
  ...'FULLPAGENAME ARTICLEPAGENAME SUBJECTPAGENAME BASEPAGENAME ROOTPAGENAME SUBPAGENAME'.split(' '),
  ...'PAGENAMEE FULLPAGENAMEE ARTICLEPAGENAMEE SUBJECTPAGENAMEE BASEPAGENAMEE ROOTPAGENAMEE SUBPAGENAMEE'.split(' '),
]);
const VARIABLE = '\\{\\{\\s*[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}\\u200c _]{1,30}\\s*\\}\\}';

/**
 * The wikitext that counts on a page of its own: without comments and what is only for pages that include it, and
 * with the page's name for the variables that mean it. Linear in the size of the text.
 */
export function ownPageText(source: string, title: string): string {
  const parts = new PartReader(source, 'includeonly', 'noinclude|onlyinclude');
  return parts.read((variable) => pageVariable(variable, title));
}

/** The wikitext that a template brings to the pages that include it; a part in `<onlyinclude>` is then the whole. */
export function transcludedText(source: string): string {
  const text = new PartReader(source, 'noinclude', 'includeonly').read(() => null);
  if (!/<onlyinclude\s*>/i.test(text)) return text;
  const kept = [...text.matchAll(/<onlyinclude\s*>([^]*?)(?:<\/onlyinclude\s*>|$)/gi)];
  return kept.map(([, part = '']) => part).join('');
}

/** The wikitext without its comments. */
export function withoutComments(source: string): string {
  return source.includes('<!--') ? new PartReader(source, '', '').read(() => null) : source;
}

/** Copies a text and leaves out comments, one kind of element, and the tags of others. */
class PartReader {
  private text = '';
  private copied = 0;
  /** Elements whose end stands nowhere behind: not searched for again, so that the pass stays linear. */
  private readonly unclosed = new Set<string>();
  private readonly token: RegExp;

  constructor(
    private readonly source: string,
    private readonly left: string,
    tagsLeft: string,
  ) {
    const element = left === '' ? SHIELDS : `${SHIELDS}|${left}`;
    const tags = tagsLeft === '' ? '' : `|</?(?:${tagsLeft})\\s*/?>`;
    this.token = new RegExp(`<!--|<(${element})(?=[\\s/>])[^<>]*>${tags}|${VARIABLE}`, 'giu');
  }

  read(variable: (text: string) => string | null): string {
    for (let match = this.token.exec(this.source); match; match = this.token.exec(this.source)) {
      const [whole, element] = match;
      if (whole === '<!--') this.leaveOut(match.index, this.endOf('-->', match.index + 4) ?? this.source.length);
      else if (element !== undefined) this.element(match.index, whole, element.toLowerCase());
      else if (whole.startsWith('<')) this.leaveOut(match.index, this.token.lastIndex);
      else this.replace(match.index, whole, variable(whole.slice(2, -2)));
    }
    return this.copied === 0 ? this.source : this.text + this.source.slice(this.copied);
  }

  private element(start: number, tag: string, name: string): void {
    const isLeft = name === this.left;
    const inside = start + tag.length;
    if (tag.endsWith('/>')) return isLeft ? this.leaveOut(start, inside) : undefined;
    const end = this.endOf(`</${name}`, inside);
    if (isLeft) this.leaveOut(start, end ?? this.source.length);
    // What has no end shields nothing.
    else this.token.lastIndex = end ?? inside;
  }

  private endOf(closing: string, from: number): number | null {
    if (this.unclosed.has(closing)) return null;
    const pattern = new RegExp(closing === '-->' ? closing : `${closing}\\s*>`, 'gi');
    pattern.lastIndex = from;
    if (pattern.test(this.source)) return pattern.lastIndex;
    this.unclosed.add(closing);
    return null;
  }

  private leaveOut(start: number, end: number): void {
    this.text += this.source.slice(this.copied, start);
    this.copied = this.token.lastIndex = this.endOfLineLeft(start, end);
  }

  /** A comment alone on its line takes the line along, as in MediaWiki. */
  private endOfLineLeft(start: number, end: number): number {
    const isAlone = (start === 0 || this.source.charCodeAt(start - 1) === 10) && this.source.charCodeAt(end) === 10;
    return isAlone ? end + 1 : end;
  }

  private replace(start: number, whole: string, by: string | null): void {
    if (by === null) return;
    this.text += this.source.slice(this.copied, start) + by;
    this.copied = start + whole.length;
  }
}

/** What a variable that means the page shows; null for any other. */
function pageVariable(text: string, title: string): string | null {
  const name = text.trim().replaceAll('_', ' ');
  if (name !== name.toUpperCase() || !PAGE_NAMES.has(name)) return null;
  const shown = escapeTitle(partOfTitle(name, title));
  return name.endsWith('NAMEE') ? shown.replaceAll(' ', '_') : shown;
}

function partOfTitle(name: string, title: string): string {
  if (name.startsWith('BASE')) return title.includes('/') ? title.slice(0, title.lastIndexOf('/')) : title;
  if (name.startsWith('ROOT')) return title.split('/', 1)[0] ?? title;
  return name.startsWith('SUBPAGE') ? title.slice(title.lastIndexOf('/') + 1) : title;
}

/** A title is never markup: what would be read as some is written as a reference. */
function escapeTitle(title: string): string {
  return title.replace(/['=]|^[*#:;]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

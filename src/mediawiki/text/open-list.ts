import type { TextBuilder } from './text-builder';

const MOST_LEVELS = 20;

/** The list that is open, as the markers of its last line say: `*`, `#`, `;`, `:`, one for each level. */
export class OpenList {
  private markers = '';
  private isTerm = false;

  constructor(private readonly builder: TextBuilder) {}

  get isOpen(): boolean {
    return this.markers !== '';
  }

  /** Whether the line is a term, whose definition may follow on it. */
  get isInTerm(): boolean {
    return this.isTerm;
  }

  /** Begins the item of a line with these markers; what they share with the line before stays open. */
  beginItem(lineMarkers: string): void {
    const markers = lineMarkers.slice(0, MOST_LEVELS);
    let common = 0;
    while (common < this.markers.length && common < markers.length && isSameList(this.markers, markers, common))
      common++;
    this.closeTo(common);
    if (common === markers.length) this.openItem(markers.charAt(common - 1));
    for (let depth = common; depth < markers.length; depth++) this.openLevel(markers.charAt(depth));
    this.markers = markers;
    this.isTerm = markers.endsWith(';');
  }

  /** Begins the definition of a term on the line of the term. */
  beginDefinition(): void {
    this.isTerm = false;
    this.builder.open({ kind: 'definition' });
  }

  /** A definition stands on the line of its term, or on a line of its own. */
  endLine(): void {
    this.isTerm = false;
  }

  end(): void {
    this.closeTo(0);
    this.markers = '';
    this.isTerm = false;
  }

  private closeTo(level: number): void {
    for (let depth = this.markers.length; depth > level; depth--)
      this.builder.close(isDefinition(this.markers.charAt(depth - 1)) ? 'definitions' : 'list');
  }

  private openLevel(marker: string): void {
    if (isDefinition(marker)) this.builder.open({ kind: 'definitions' });
    else this.builder.open({ kind: 'list', isOrdered: marker === '#' });
    this.openItem(marker);
  }

  private openItem(marker: string): void {
    const kind = marker === ';' ? 'term' : marker === ':' ? 'definition' : 'item';
    this.builder.open({ kind });
  }
}

/** Terms and definitions are of one list. */
function isSameList(a: string, b: string, at: number): boolean {
  const [one, other] = [a.charAt(at), b.charAt(at)];
  return one === other || (isDefinition(one) && isDefinition(other));
}

function isDefinition(marker: string): boolean {
  return marker === ':' || marker === ';';
}

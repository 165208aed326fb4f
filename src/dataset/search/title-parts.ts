import type { StringTable } from '../section-file';
import { Bitset } from './bitset';
import { containsBytes } from './contains-bytes';
import type { SearchDirectory } from './search-directory';
import type { SearchIndex } from './search-index';
import { tokensOf } from './tokens';
import { withoutImplied } from './query';

/** Finds articles by a part of their folded title. */
export class TitleParts {
  private readonly folded: StringTable;
  private last: { part: string; found: Bitset } | null = null;

  constructor(
    private readonly directory: SearchDirectory,
    private readonly index: SearchIndex,
  ) {
    this.folded = directory.sections.strings('folded');
  }

  /** Ordinals of the articles; the set belongs to the callee. */
  containing(part: string): Bitset {
    // Pages of one list come one after another.
    if (this.last?.part !== part) this.last = { part, found: this.find(part) };
    return this.last.found;
  }

  private find(part: string): Bitset {
    if (part === '') return Bitset.full(this.directory.count);
    const found = new Bitset(this.directory.count);
    const tokens = withoutImplied(tokensOf(part), (longer, token) => longer.includes(token));
    const names = this.index.namesWith(tokens, 'part');
    if (!names) return found;
    const exact = tokens.length === 1 && tokens[0] === part;
    const bytes = Buffer.from(part);
    const { data, offsets } = this.folded;
    names.each((name) => {
      if (!this.index.names.isTitle(name)) return;
      const ordinal = this.index.ordinal(this.index.names.rankOf(name));
      if (exact || containsBytes(data, offsets[ordinal]!, offsets[ordinal + 1]!, bytes)) found.add(ordinal);
    });
    return found;
  }
}

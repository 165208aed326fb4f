import type { ContentRanges } from './content-ranges';
import { FacetsBuilder } from './facets/facets-builder';
import { RowReader } from './row-reader';
import { writeRows, type RowOrder, type RowPlaces } from './rows-writer';
import { ScratchFollower, type ScratchBatch } from './scratch-rows';
import { NAME_LINK_TEXT, NAME_REDIRECT, NAME_TITLE, SearchBuilder } from './search/search-builder';
import { SectionFileWriter, type Section } from './section-file';

/** What became known of the articles when all of them were seen. */
export interface DatasetOrder extends RowOrder {
  /** Ordinal of each article in the directory, by sequence number. */
  ordinalOf: Uint32Array;
  /** By ordinal. */
  links: Uint32Array;
  /** By ordinal. */
  flags: Uint8Array;
}

/** What `DatasetRest` made. */
export interface MadeRest {
  places: RowPlaces;
  /** Of the directory. */
  search: readonly Section[];
  facets: readonly Section[];
}

/** What `DatasetRest.finish` does, here or in another thread. */
export type FinishRest = (order: DatasetOrder) => Promise<MadeRest>;

/** What of a dataset needs the rows and their final order alone, so that it can be made beside the directory. */
export class DatasetRest {
  private readonly rows: ScratchFollower;
  private readonly row = new RowReader();
  private readonly search = new SearchBuilder();
  private readonly facets: FacetsBuilder;
  private count = 0;

  /** `keyOfLabel`: the content key that an infobox label becomes. */
  constructor(
    private readonly rowsPath: string,
    keyOfLabel: (label: string) => string,
  ) {
    this.rows = new ScratchFollower(rowsPath);
    this.facets = new FacetsBuilder(keyOfLabel);
  }

  /** Takes the next rows. */
  take(batch: ScratchBatch): void {
    const tuples = this.rows.read(batch);
    for (let start = 0; start < tuples.length; this.count++) {
      start = this.row.read(tuples, start);
      const content = this.row.readContent();
      this.addNames(this.count, tuples);
      this.addDescription(this.count, content);
      this.facets.add(this.count, content, this.row.infobox);
    }
  }

  /** Writes the rows file. */
  finish(order: DatasetOrder): MadeRest {
    const places = writeRows(this.rowsPath, order);
    // The texts under which others link to an article are names of it.
    for (const [seq, { linkTexts }] of order.additions) {
      for (const text of linkTexts) {
        this.search.addName(seq, NAME_LINK_TEXT, Buffer.from(text));
        this.facets.addValue(seq, 'aliases', text);
      }
    }
    const { count } = this;
    const [search, facets] = [new SectionFileWriter(), new SectionFileWriter()];
    this.search.finish(search, { count, ...order });
    this.facets.finish(facets, { count, ordinalOf: order.ordinalOf });
    return { places, search: search.list(), facets: facets.list() };
  }

  close(): void {
    this.rows.close();
  }

  private addNames(seq: number, bytes: Buffer): void {
    const { titleStart, titleEnd, redirects } = this.row;
    this.search.addName(seq, NAME_TITLE, bytes, titleStart, titleEnd);
    for (let i = 0; i < redirects.length; i++) {
      this.search.addName(seq, NAME_REDIRECT, bytes, redirects.start(i), redirects.end(i));
    }
  }

  private addDescription(seq: number, content: ContentRanges): void {
    if (content.description < 0) return;
    const value = content.firstValue(content.description);
    const [start, end] = [content.values.start(value), content.values.end(value)];
    if (end > start) this.search.addDescription(seq, content.bytes, start, end);
  }
}

import { FacetsBuilder } from './facets/facets-builder';
import { RowReader } from './row-reader';
import { writeRows, type RowOrder, type RowPlaces } from './rows-writer';
import { ScratchFollower, type ScratchBatch } from './scratch-rows';
import { SectionFileWriter, type Section } from './section-file';

/** The order of the rows, and that of the articles in the directory. */
export interface DatasetOrder extends RowOrder {
  /** Ordinal of each article, by sequence number. */
  ordinalOf: Uint32Array;
}

export interface RowsAndFacetsDone {
  places: RowPlaces;
  /** Of the directory. */
  facets: readonly Section[];
}

/** What `RowsAndFacets.finish` does, here or in another thread. */
export type FinishRows = (order: DatasetOrder) => Promise<RowsAndFacetsDone>;

/** What of a dataset needs the rows and their final order alone, so that it can be made beside the directory. */
export class RowsAndFacets {
  private readonly rows: ScratchFollower;
  private readonly row = new RowReader();
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
    for (let start = 0; start < tuples.length;) {
      start = this.row.read(tuples, start);
      this.facets.add(this.count++, this.row.content, this.row.infobox);
    }
  }

  /** Writes the rows file. */
  finish(order: DatasetOrder): RowsAndFacetsDone {
    const places = writeRows(this.rowsPath, order);
    for (const [seq, { linkTexts }] of order.additions) {
      for (const text of linkTexts) this.facets.addValue(seq, 'aliases', text);
    }
    const sections = new SectionFileWriter();
    this.facets.finish(sections, { count: this.count, ordinalOf: order.ordinalOf });
    return { places, facets: sections.list() };
  }

  close(): void {
    this.rows.close();
  }
}

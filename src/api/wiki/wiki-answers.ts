import { Inject, Injectable } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import type { UniverseView } from '../../catalogue/universe-view';
import { DataAnswer, type Provenance, type Validity } from '../http/data-answer';
import { ImageStore, type KnownImages } from '../../images/store/image-store';
import { LoadShedder } from '../../catalogue/load-shedder';

type Body = string | Buffer;

/** An answer that is sent while it is made. */
export interface StreamedAnswer {
  made: Provenance;
  pieces: AsyncIterable<string>;
}

/** The JSON of a part of a list, and how many there are in all. */
export interface CountedList {
  json: string;
  total: number;
}

/** Makes answers of views: one catalogue read each, cheap ones at once, expensive ones in turn. */
@Injectable()
export class WikiAnswers {
  constructor(
    readonly catalogue: Catalogue,
    @Inject(ImageStore) readonly images: KnownImages,
    private readonly shedder: LoadShedder,
  ) {}

  /** `present` makes the JSON of what the view holds. */
  async of(
    universe: string | undefined,
    present: (view: UniverseView) => Body | Promise<Body>,
    validity: Validity = 'dataset',
  ): Promise<DataAnswer> {
    // Taken before the answer is made: an image that arrives meanwhile makes the answer old, not wrong for ever.
    const imageRevision = this.images.revision;
    let before = 0;
    const { value, view } = await this.catalogue.read(universe, (read) => {
      before = read.missing;
      return present(read);
    });
    const { source, directory } = view;
    const made = { source, datasetKey: directory.info.key, imageRevision, universe };
    // What lacks a damaged row must not be kept: the dataset that is made anew has the same key.
    return new DataAnswer(value, made, view.missing === before ? validity : 'never');
  }

  /** An answer that is too large to be made whole. What fails before its first piece is there is asked of the other source. */
  async stream(
    universe: string | undefined,
    present: (view: UniverseView) => AsyncIterable<string>,
  ): Promise<StreamedAnswer> {
    const imageRevision = this.images.revision;
    const { value, view } = await this.catalogue.read(universe, (read) => begun(present(read)));
    const { source, directory } = view;
    return { made: { source, datasetKey: directory.info.key, imageRevision, universe }, pieces: value };
  }

  /** For what takes more than a millisecond of the event loop. Throws Problem OVERLOADED. */
  inTurn(
    universe: string | undefined,
    present: (view: UniverseView) => Body | Promise<Body>,
    validity: Validity = 'dataset',
  ): Promise<DataAnswer> {
    return this.of(universe, (view) => this.turn(() => present(view)), validity);
  }

  /** A list: expensive only where titles are looked through. */
  list(
    universe: string | undefined,
    search: string,
    present: (view: UniverseView) => Body | Promise<Body>,
  ): Promise<DataAnswer> {
    return search.trim() === '' ? this.of(universe, present) : this.inTurn(universe, present);
  }

  /** A list whose whole length stands in X-Total-Count. */
  async counted(
    universe: string | undefined,
    search: string,
    present: (view: UniverseView) => CountedList | Promise<CountedList>,
  ): Promise<DataAnswer> {
    return this.withTotal(present, (json) => this.list(universe, search, json));
  }

  /** The same for a list that is always expensive. */
  countedInTurn(
    universe: string | undefined,
    present: (view: UniverseView) => CountedList | Promise<CountedList>,
  ): Promise<DataAnswer> {
    return this.withTotal(present, (json) => this.inTurn(universe, json));
  }

  private async withTotal(
    present: (view: UniverseView) => CountedList | Promise<CountedList>,
    ask: (json: (view: UniverseView) => Promise<string>) => Promise<DataAnswer>,
  ): Promise<DataAnswer> {
    let total = 0;
    const answer = await ask(async (view) => {
      const list = await present(view);
      total = list.total;
      return list.json;
    });
    return answer.withHeader('x-total-count', String(total));
  }

  /** Runs a part of an answer in its turn. */
  turn<T>(work: () => T | Promise<T>): T | Promise<T> {
    return this.shedder.run(work);
  }
}

/** The same pieces, the first of them at hand. */
async function begun(pieces: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const rest = pieces[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
}

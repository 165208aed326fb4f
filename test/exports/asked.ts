import type { UniverseView } from '../../src/catalogue/universe-view';
import type { Asked, Export } from '../../src/exports/export';
import { catalogueOver, FakeImages, TestWorld } from '../api/test-api';
import type { TestRecord } from '../api/test-records';

/** A universe in files, of which exports are asked without HTTP. */
export class ExportedWorld {
  private constructor(
    private readonly world: TestWorld,
    readonly view: UniverseView,
  ) {}

  static async of(universe: string, from: string | readonly TestRecord[]): Promise<ExportedWorld> {
    const world = await TestWorld.create();
    if (typeof from === 'string') await world.publishFolder(universe, from);
    else await world.publish(universe, from);
    const { value } = await catalogueOver(world).read(universe, (view) => view);
    return new ExportedWorld(world, value);
  }

  titles(): string[] {
    const { directory } = this.view;
    return Array.from({ length: directory.count }, (_, ordinal) => directory.title(ordinal));
  }

  /** What a text export gives, parsed. */
  async json<T>(one: Export, query: object, title = ''): Promise<T> {
    if (one.kind !== 'text') throw new Error('not a text export');
    return JSON.parse(await one.make(this.asked(query, title))) as T;
  }

  asked(query: object, title = ''): Asked<unknown> {
    const asked = { view: this.view, query, title, images: new FakeImages(), inTurn: <R>(work: () => R) => work() };
    return asked as unknown as Asked<unknown>;
  }

  close(): Promise<void> {
    return this.world.remove();
  }
}

/** The query as the validation pipe would hand it over. */
export function defaultsOf(one: Export, given: object = {}): object {
  return one.query.parse(given) as object;
}

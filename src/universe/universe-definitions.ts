import { genericDefinition, type UniverseDefinition } from './universe-definition';

/** The definitions of all universes that have one. */
export class UniverseDefinitions {
  constructor(readonly byId: ReadonlyMap<string, UniverseDefinition>) {}

  /** The universe's own definition, or the one that fits any. */
  get(universe: string): UniverseDefinition {
    return this.byId.get(universe) ?? genericDefinition(universe);
  }

  ids(): string[] {
    return [...this.byId.keys()];
  }

  /** Ids of the universes that name a wiki to be filled from. */
  idsWithWiki(): string[] {
    return [...this.byId.values()].flatMap(({ id, api }) => (api === null ? [] : [id]));
  }

  /** Hosts of the images of all universes. */
  imageHosts(): string[] {
    return [...this.byId.values()].flatMap(({ imageHosts }) => imageHosts);
  }
}

import { fold } from '../../universe/fold';
import type { RegionName } from '../../universe/universe-definition';
import type { SectionFileWriter } from '../section-file';
import { shownName, type LocationGraph, type NodeLine } from './location-graph';
import { plainName, RegionNames } from './region-names';
import type { Role } from './place-role';

/** How much of the tree is known, for the log of the build. */
export interface RegionReport {
  planets: number;
  planetsWithSystem: number;
  planetsWithSectorOnly: number;
  planetsWithRegionOnly: number;
  planetsWithNothing: number;
}

/** Where planets and systems are put of which no region is known. */
export const UNKNOWN_REGION = 'Unknown region';
const NONE = 0xffffffff;

/** What stands below a region: a system, or a sector (or the region itself) for planets of which no system is known. */
interface Group {
  name: string;
  /** Ordinal of its article, or -1. */
  ordinal: number;
  /** 0 a system, 1 a sector, 2 a region. */
  level: number;
  region: string | null;
}

/**
 * Sorts planets into systems and regions: each takes what its own page lacks from its system, sector or planet. A planet's
 * region is that of the group that it stands in, so that the tree and the planet agree. Groups of no planet are left out.
 */
export class RegionTree {
  private readonly names: RegionNames;
  private readonly systems = new Map<string, Group>();
  private readonly standIns = new Map<string, Group>();
  private readonly groupOf = new Map<number, Group>();
  /** Child to the pages that list it as theirs. */
  private readonly owners = new Map<number, number[]>();
  readonly report: RegionReport;

  constructor(
    private readonly graph: LocationGraph,
    regions: readonly RegionName[],
    /** Planets without an article, and the places on each, which tell what is known of them. */
    private readonly named: ReadonlyMap<number, readonly number[]>,
  ) {
    this.names = new RegionNames(regions);
    for (const kind of ['system', 'sector', 'region', 'planet', 'other'] as const) this.rememberOwned(graph.all(kind));
    for (const system of graph.all('system')) this.systemAt(system).region = this.regionOf(system);
    const planets = graph.all('planet');
    for (const planet of [...planets, ...named.keys()]) this.place(planet);
    this.report = this.makeReport(planets);
  }

  write(writer: SectionFileWriter): void {
    const groups = [...new Set(this.groupOf.values())].sort(
      (a, b) => a.level - b.level || compare(fold(a.name), fold(b.name)) || compare(a.name, b.name),
    );
    const regions = this.regionNames(groups);
    const numberOf = new Map(regions.map((name, number) => [name, number]));
    const groupNumber = new Map(groups.map((group, number) => [group, number]));
    const planets = this.graph.all('planet');
    writer.addStrings('places.regions', regions);
    writer.addStrings(
      'places.groups',
      groups.map(({ name }) => name),
    );
    writer.add(
      'places.groups.region',
      Uint32Array.from(groups, ({ region }) => numberOf.get(region ?? UNKNOWN_REGION) ?? NONE),
    );
    writer.add(
      'places.groups.ordinal',
      Int32Array.from(groups, ({ ordinal }) => ordinal),
    );
    writer.add(
      'places.groups.level',
      Uint8Array.from(groups, ({ level }) => level),
    );
    writer.add('places.planets', Uint32Array.from(planets));
    writer.add(
      'places.planets.group',
      Uint32Array.from(planets, (planet) => groupNumber.get(this.groupOf.get(planet)!) ?? NONE),
    );
    writer.add(
      'places.named.group',
      Uint32Array.from(this.named.keys(), (planet) => groupNumber.get(this.groupOf.get(planet)!) ?? NONE),
    );
  }

  private rememberOwned(ordinals: readonly number[]): void {
    for (const ordinal of ordinals) {
      for (const { role, nodes } of this.linesOf(ordinal)) {
        if (role !== 'hasBodies') continue;
        for (const node of nodes) {
          const owners = this.owners.get(node);
          if (owners) owners.push(ordinal);
          else this.owners.set(node, [ordinal]);
        }
      }
    }
  }

  private place(planet: number): void {
    const system = this.systemOf(planet);
    const region = this.regionOf(planet);
    if (system) {
      system.region ??= region;
      this.groupOf.set(planet, system);
      return;
    }
    const sector = this.sectorOf(planet);
    const group = sector && this.standIn(sector.name, sector.ordinal, 1, this.regionOfSector(sector.ordinal) ?? region);
    // What a planet says of itself counts more than what its sector says.
    const isElsewhere = group !== null && region !== null && group.region !== region;
    const ofRegion = () => this.standIn(region ?? UNKNOWN_REGION, -1, 2, region);
    this.groupOf.set(planet, group === null || isElsewhere ? ofRegion() : group);
  }

  private systemOf(planet: number, hops = 2): Group | null {
    for (const { role, nodes, texts } of this.linesOf(planet)) {
      if (role !== 'system') continue;
      const [node] = nodes;
      if (node !== undefined) return this.systemAt(node);
      const name = plainName(texts[0] ?? '');
      if (name !== '') return this.systemNamed(name);
    }
    const owners = this.owners.get(planet) ?? [];
    for (const owner of owners) if (this.graph.kind(owner) === 'system') return this.systemAt(owner);
    return hops === 0 ? null : this.fromParents(planet, (parent) => this.systemOf(parent, hops - 1));
  }

  /** A moon takes from its planet, a body from the star that lists it. */
  private fromParents<T>(planet: number, ask: (parent: number) => T | null): T | null {
    for (const parent of [...this.linked(planet, 'body'), ...(this.owners.get(planet) ?? [])]) {
      const kind = this.graph.kind(parent);
      if (parent === planet || (kind !== 'planet' && kind !== 'other')) continue;
      const found = ask(parent);
      if (found !== null) return found;
    }
    return null;
  }

  private sectorOf(ordinal: number): { name: string; ordinal: number } | null {
    for (const { role, nodes, texts } of this.linesOf(ordinal)) {
      if (role !== 'sector') continue;
      const [node] = nodes;
      const name = node === undefined ? plainName(texts[0] ?? '') : this.nameOf(node);
      if (name === '' || this.names.findWhole(name) >= 0) continue;
      return { name, ordinal: node !== undefined && this.graph.isArticle(node) ? node : -1 };
    }
    const isSector = (owner: number) =>
      this.graph.kind(owner) === 'sector' && this.names.findWhole(this.graph.title(owner)) < 0;
    const owner = (this.owners.get(ordinal) ?? []).find(isSector);
    return owner === undefined ? null : { name: this.nameOf(owner), ordinal: owner };
  }

  private regionOf(ordinal: number, hops = 2): string | null {
    const own = this.statedRegion(ordinal);
    if (own !== null) return own;
    for (const owner of this.owners.get(ordinal) ?? []) {
      const name = this.nameOf(owner);
      if (this.graph.kind(owner) === 'region' || this.names.findWhole(name) >= 0) return this.regionNamed(name);
    }
    const sector = this.regionOfSector(this.sectorOf(ordinal)?.ordinal ?? -1);
    if (sector !== null) return sector;
    return hops === 0 ? null : this.fromParents(ordinal, (parent) => this.regionOf(parent, hops - 1));
  }

  private regionOfSector(sector: number): string | null {
    if (sector < 0) return null;
    const own = this.statedRegion(sector);
    if (own !== null) return own;
    const owner = (this.owners.get(sector) ?? []).find((its) => this.graph.kind(its) === 'region');
    return owner === undefined ? null : this.regionNamed(this.nameOf(owner));
  }

  /**
   * A region that is named as a sector; else the first canonical region that the page names, by its links before its
   * words; else the first that it names.
   */
  private statedRegion(ordinal: number): string | null {
    let other: string | null = null;
    for (const [wanted, find] of [
      ['sector', (name: string) => this.names.findWhole(name)],
      ['region', (name: string) => this.names.find(name)],
    ] as const) {
      for (const { role, nodes, texts } of this.linesOf(ordinal)) {
        if (role !== wanted) continue;
        for (const name of [...nodes.map((node) => this.nameOf(node)), ...texts]) {
          const canonical = find(name);
          if (canonical >= 0) return this.names.names[canonical] ?? null;
          if (wanted === 'region') other ??= plainName(name) || null;
        }
      }
    }
    return other;
  }

  private regionNamed(name: string): string {
    const canonical = this.names.find(name);
    return canonical >= 0 ? (this.names.names[canonical] ?? name) : name;
  }

  private nameOf(node: number): string {
    return shownName(this.graph.title(node));
  }

  /** Of a planet without an article: what the places on it say. */
  private linesOf(node: number): readonly NodeLine[] {
    const places = this.named.get(node);
    if (!places) return this.graph.lines(node);
    const lines = places.flatMap((place) => this.graph.lines(place));
    return lines.filter(({ role }) => role === 'system' || role === 'sector' || role === 'region');
  }

  private linked(ordinal: number, wanted: Role): number[] {
    return this.linesOf(ordinal).flatMap(({ role, nodes }) => (role === wanted ? nodes : []));
  }

  private systemAt(node: number): Group {
    const group = this.systemNamed(this.nameOf(node) || 'Unknown system');
    if (this.graph.isArticle(node)) group.ordinal = node;
    return group;
  }

  /** "Coruscant" in a field of systems is the Coruscant system. */
  private systemNamed(name: string): Group {
    const isSystem = (found: number) => found >= 0 && this.graph.kind(found) === 'system';
    const found = [name, `${name} system`].map((text) => this.graph.find(text)).find(isSystem);
    const title = found === undefined ? name : this.nameOf(found);
    let group = this.systems.get(fold(title));
    if (!group) this.systems.set(fold(title), (group = { name: title, ordinal: -1, level: 0, region: null }));
    if (found !== undefined && group.ordinal < 0) group.ordinal = found;
    return group;
  }

  private standIn(name: string, ordinal: number, level: number, region: string | null): Group {
    const key = `${level}:${fold(name)}`;
    let group = this.standIns.get(key);
    if (!group) this.standIns.set(key, (group = { name, ordinal, level, region }));
    group.region ??= region;
    return group;
  }

  /** Canonical regions that anything is in, core outward, then the others by name. */
  private regionNames(groups: readonly Group[]): string[] {
    const used = new Set(groups.map(({ region }) => region ?? UNKNOWN_REGION));
    const canonical = this.names.names.filter((name) => used.delete(name));
    return [...canonical, ...[...used].sort((a, b) => compare(fold(a), fold(b)) || compare(a, b))];
  }

  private makeReport(planets: readonly number[]): RegionReport {
    const levels = planets.map((planet) => this.groupOf.get(planet)?.level ?? 2);
    const regionOnly = planets.filter((planet, i) => levels[i] === 2 && this.groupOf.get(planet)?.region != null);
    return {
      planets: planets.length,
      planetsWithSystem: levels.filter((level) => level === 0).length,
      planetsWithSectorOnly: levels.filter((level) => level === 1).length,
      planetsWithRegionOnly: regionOnly.length,
      planetsWithNothing: levels.filter((level) => level === 2).length - regionOnly.length,
    };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

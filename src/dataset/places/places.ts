import { fold } from '../../universe/fold';
import type { SearchDirectory } from '../search/search-directory';
import type { StringTable } from '../section-file';
import { UNKNOWN_REGION } from './region-tree';

/** A directory that also finds an article by title or redirect (-1: none). */
export interface PlacesDirectory extends SearchDirectory {
  find(title: string): number;
}

const NAMED_PLANET = 2 ** 31;
const SYSTEM = 0;

/** The location tree of one directory. Names given are compared folded; unknown ones give an empty list. */
export class Places {
  private readonly regionTable: StringTable;
  private readonly groups: StringTable;
  private readonly groupRegions: Uint32Array;
  private readonly groupOrdinals: Int32Array;
  private readonly groupLevels: Uint8Array;
  private readonly planets: Uint32Array;
  private readonly planetGroups: Uint32Array;
  private readonly places: Uint32Array;
  private readonly placePlanets: Uint32Array;
  private readonly named: StringTable;
  private readonly namedGroups: Uint32Array;
  private readonly folded: StringTable;
  private names: Names | null = null;

  constructor(private readonly directory: PlacesDirectory) {
    const { sections } = directory;
    this.regionTable = sections.strings('places.regions');
    this.groups = sections.strings('places.groups');
    this.groupRegions = sections.u32('places.groups.region');
    this.groupOrdinals = sections.i32('places.groups.ordinal');
    this.groupLevels = sections.u8('places.groups.level');
    this.planets = sections.u32('places.planets');
    this.planetGroups = sections.u32('places.planets.group');
    this.places = sections.u32('places.on');
    this.placePlanets = sections.u32('places.on.planet');
    this.named = sections.strings('places.named');
    this.namedGroups = sections.u32('places.named.group');
    this.folded = sections.strings('folded');
  }

  /** Names of the regions, core outward, then the others by name. */
  regions(): string[] {
    return Array.from({ length: this.regionTable.length }, (_, region) => this.regionTable.get(region));
  }

  /** Systems by name, then what stands in for one where a planet's system is not known: its sector, or the region. */
  systemsByRegion(region: string): string[] {
    const number = this.byName().regions.get(fold(region));
    const names: string[] = [];
    for (let group = 0; group < this.groupRegions.length; group++) {
      if (this.groupRegions[group] === number) names.push(this.groups.get(group));
    }
    return names;
  }

  /** Ordinals in title order, then the names of planets that have places but no article. */
  planetsBySystem(system: string): { ordinals: number[]; named: string[] } {
    const groups = new Set(this.byName().groups.get(fold(system)));
    const article = this.directory.find(system);
    if (groups.size === 0 && article >= 0) groups.add(this.groupOrdinals.indexOf(article));
    const ordinals: number[] = [];
    for (let i = 0; i < this.planets.length; i++)
      if (groups.has(this.planetGroups[i]!)) ordinals.push(this.planets[i]!);
    const named: string[] = [];
    for (let i = 0; i < this.named.length; i++) if (groups.has(this.namedGroups[i]!)) named.push(this.named.get(i));
    return { ordinals, named: named.sort() };
  }

  /** Ordinals of the places on a planet, nested ones included, in title order. */
  onPlanet(planet: string): number[] {
    const wanted = this.planetNamed(planet);
    const ordinals: number[] = [];
    if (wanted < 0) return ordinals;
    for (let i = 0; i < this.places.length; i++) if (this.placePlanets[i] === wanted) ordinals.push(this.places[i]!);
    return ordinals;
  }

  /** Ordinal of the planet that a place is on, or -1 (also where the planet has no article). */
  planetOf(ordinal: number): number {
    const planet = this.placePlanets[indexOf(this.places, ordinal)] ?? NAMED_PLANET;
    return planet < NAMED_PLANET ? planet : -1;
  }

  /** Whether it is known on which planet a place is, also where that planet has no article. */
  isOnPlanet(ordinal: number): boolean {
    return this.placePlanets[indexOf(this.places, ordinal)] !== undefined;
  }

  /** Region of a planet, the one under which the tree has it; null where unknown. */
  regionOf(ordinal: number): string | null {
    const group = this.planetGroups[indexOf(this.planets, ordinal)];
    const region = group === undefined ? undefined : this.groupRegions[group];
    if (region === undefined || region >= this.regionTable.length) return null;
    const name = this.regionTable.get(region);
    return name === UNKNOWN_REGION ? null : name;
  }

  /** System of a planet; null where unknown. */
  systemOf(ordinal: number): string | null {
    const group = this.planetGroups[indexOf(this.planets, ordinal)];
    return group === undefined || this.groupLevels[group] !== SYSTEM ? null : this.groups.get(group);
  }

  /** What `placePlanets` holds for the planet of this name, or -1. */
  private planetNamed(name: string): number {
    const folded = fold(name);
    const found = this.directory.find(name);
    if (found >= 0 && indexOf(this.planets, found) >= 0) return found;
    const planet = this.planetFolded(folded);
    if (planet >= 0) return planet;
    return this.byName().named.get(folded) ?? found;
  }

  /** Ordinals are in the order of folded titles, so those of planets are too. */
  private planetFolded(folded: string): number {
    const bytes = Buffer.from(folded);
    let low = 0;
    let high = this.planets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bytes.compare(this.folded.bytesOf(this.planets[middle]!)) > 0) low = middle + 1;
      else high = middle;
    }
    const planet = this.planets[low];
    return planet !== undefined && this.folded.bytesOf(planet).equals(bytes) ? planet : -1;
  }

  private byName(): Names {
    if (this.names) return this.names;
    const names: Names = { regions: new Map(), groups: new Map(), named: new Map() };
    this.regions().forEach((region, number) => names.regions.set(fold(region), number));
    for (let group = 0; group < this.groups.length; group++) {
      const key = fold(this.groups.get(group));
      names.groups.set(key, [...(names.groups.get(key) ?? []), group]);
    }
    for (let i = 0; i < this.named.length; i++) names.named.set(fold(this.named.get(i)), NAMED_PLANET + i);
    return (this.names = names);
  }
}

/** Folded names to numbers. */
interface Names {
  regions: Map<string, number>;
  groups: Map<string, number[]>;
  named: Map<string, number>;
}

/** Index of a value in an ascending column, or -1. */
function indexOf(column: Uint32Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return column[low] === value ? low : -1;
}

import { fold } from '../../universe/fold';
import type { SectionFileWriter } from '../section-file';
import type { LocationGraph, NodeLine } from './location-graph';
import { isDownward } from './place-role';

export interface FinderReport {
  places: number;
  /** Of them, those whose infobox says at all where they are. */
  placesThatNameAPlace: number;
  /** Of those, the ones that could be attached to a planet or moon; the next is the part without an article. */
  placesOnAPlanet: number;
  placesOnAPlanetWithoutArticle: number;
  /** Of the rest, the ones that name only a system, sector, region or ship. */
  placesInSpace: number;
}

/** Names of what is no planet for all that it lies outermost. */
const SPACE = /\b(system|sector|regions?|space|cluster|nebula|territories|rim|worlds|route|station|ship|fleet)$/i;
/** Places within places within places: deeper than this no wiki nests them. */
const MAX_HOPS = 5;

/**
 * Finds the planet that each place is on: the planet that its infobox links to, else the planet of the first place
 * that it links to, else of one whose infobox lists it, else by its words. Answers spread from place to place, one
 * hop a round, so that a circle of places ends by itself. A place that names several planets, as a station that moved
 * does, is on the first of them, and says nothing of where others are.
 */
export class PlanetFinder {
  /** By node. */
  private readonly planets: Int32Array;
  private readonly places: number[];
  /** Node to the nodes whose infoboxes list it. */
  private readonly listedBy = new Map<number, number[]>();
  /** Titles without an article of which some infobox says that they are planets. */
  private readonly namedPlanets = new Set<number>();
  /** Places that name several planets. */
  private readonly moving = new Set<number>();
  private placesByName: Map<number, number[]> | null = null;
  readonly report: FinderReport;

  constructor(
    private readonly graph: LocationGraph,
    homeworlds: ReadonlySet<string>,
  ) {
    this.places = graph.all('place');
    this.planets = new Int32Array(graph.size).fill(-1);
    this.findPlanets();
    this.findMoving();
    for (const [name, node] of graph.withoutArticle()) if (homeworlds.has(name)) this.planets[node] = node;
    this.spread();
    this.takeOutermostAsPlanets();
    this.findMoving();
    this.spread();
    this.report = this.makeReport();
  }

  /** Planets without an article, and the places on each. */
  get named(): ReadonlyMap<number, readonly number[]> {
    const named = new Map<number, number[]>();
    for (const place of this.places) {
      const planet = this.planetOf(place);
      if (planet < 0 || this.graph.isArticle(planet)) continue;
      const places = named.get(planet);
      if (places) places.push(place);
      else named.set(planet, [place]);
    }
    return named;
  }

  /** Sections: the places that are on a planet, and for each its planet (or, from 2^31 on, a name without article). */
  write(writer: SectionFileWriter): void {
    const placed = this.places.filter((place) => this.planetOf(place) >= 0);
    const named = [...this.named.keys()];
    const numberOf = new Map(named.map((planet, number) => [planet, 2 ** 31 + number]));
    const planets = placed.map((place) => numberOf.get(this.planetOf(place)) ?? this.planetOf(place));
    writer.add('places.on', Uint32Array.from(placed));
    writer.add('places.on.planet', Uint32Array.from(planets));
    writer.addStrings(
      'places.named',
      named.map((planet) => this.graph.title(planet)),
    );
  }

  private planetOf(node: number): number {
    return this.planets[node] ?? -1;
  }

  private findPlanets(): void {
    for (const planet of this.graph.all('planet')) {
      this.planets[planet] = planet;
      this.rememberListed(planet);
    }
    for (const system of this.graph.all('system')) {
      for (const { role, nodes } of this.graph.lines(system)) {
        if (role !== 'hasBodies') continue;
        for (const node of nodes) if (!this.graph.isArticle(node)) this.namedPlanets.add(node);
      }
    }
    for (const place of this.places) {
      this.rememberListed(place);
      for (const { role, nodes } of this.graph.lines(place)) {
        const [node] = nodes;
        if (role === 'body' && node !== undefined && !this.graph.isArticle(node)) this.namedPlanets.add(node);
      }
    }
    for (const node of this.namedPlanets) this.planets[node] = node;
  }

  /** A moon and its planet are one place to be. */
  private findMoving(): void {
    for (const place of this.places) {
      const planets = new Set<number>();
      for (const line of this.graph.lines(place)) {
        if (isUpward(line)) for (const node of line.nodes) if (this.planetOf(node) === node) planets.add(node);
      }
      for (const planet of [...planets]) {
        for (const { role, nodes } of this.graph.lines(planet)) {
          if (role === 'body') nodes.forEach((parent) => planets.delete(parent));
        }
      }
      if (planets.size > 1) this.moving.add(place);
    }
  }

  private rememberListed(ordinal: number): void {
    for (const { role, nodes } of this.graph.lines(ordinal)) {
      if (role !== 'hasPlaces') continue;
      for (const node of nodes) {
        const lists = this.listedBy.get(node);
        if (lists) lists.push(ordinal);
        else this.listedBy.set(node, [ordinal]);
      }
    }
  }

  private spread(): void {
    const ways = [this.byBody, this.byLinkedPlanet, this.byLinkedPlace, this.byList, this.byWords, this.byNeighbours];
    // A later way may open an earlier one for others, therefore all of them begin again until nothing moves.
    for (let hop = 0, moved = true; moved && hop < MAX_HOPS; hop++) {
      moved = false;
      for (const way of ways) moved = this.spreadBy((place) => way.call(this, place)) || moved;
    }
  }

  /** "Kaas City, Dromund Kaas", where neither has an article: what only ever stands last is a planet, by its name. */
  private takeOutermostAsPlanets(): void {
    const inner = new Set<number>();
    const last = new Set<number>();
    for (const place of this.places) {
      for (const line of this.graph.lines(place)) {
        if (line.role !== 'location') continue;
        line.nodes.forEach((node, i) => (i + 1 < line.nodes.length ? inner : last).add(node));
      }
    }
    for (const node of last) {
      if (!this.graph.isArticle(node) && !inner.has(node) && !SPACE.test(this.graph.title(node)))
        this.planets[node] = node;
    }
  }

  private spreadBy(way: (place: number) => number): boolean {
    const found: [place: number, planet: number][] = [];
    for (const place of this.places) {
      const planet = this.planetOf(place) < 0 ? way(place) : -1;
      if (planet >= 0) found.push([place, planet]);
    }
    for (const [place, planet] of found) this.planets[place] = planet;
    return found.length > 0;
  }

  private byBody(place: number): number {
    return this.firstPlanet(place, (line) => (line.role === 'body' ? line.nodes : []), true);
  }

  private byLinkedPlanet(place: number): number {
    return this.firstPlanet(place, (line) => (line.role === 'location' ? line.nodes : []), true);
  }

  private byLinkedPlace(place: number): number {
    return this.firstPlanet(place, (line) => (isUpward(line) ? line.nodes : []), false);
  }

  private byList(place: number): number {
    return this.firstKnown(this.listedBy.get(place) ?? []);
  }

  /** "Western Ice Shelf, Ilum": the widest of the names stands last. */
  private byWords(place: number): number {
    return this.firstPlanet(
      place,
      (line) => (isUpward(line) ? line.texts.flatMap(namesIn).map((name) => this.graph.find(name)) : []),
      false,
    );
  }

  /** A title without an article is where the lists or most of the other places that name it are. */
  private byNeighbours(place: number): number {
    return this.firstPlanet(
      place,
      (line) => (isUpward(line) ? line.nodes.map((node) => this.planetOfName(node)) : []),
      false,
    );
  }

  private planetOfName(node: number): number {
    if (this.graph.isArticle(node)) return -1;
    const listed = this.firstKnown(this.listedBy.get(node) ?? []);
    return listed >= 0 ? listed : this.majorityOf(this.neighbours().get(node) ?? []);
  }

  private majorityOf(places: readonly number[]): number {
    const votes = new Map<number, number>();
    let best = -1;
    for (const place of places) {
      const planet = this.passedOn(place);
      if (planet < 0) continue;
      votes.set(planet, (votes.get(planet) ?? 0) + 1);
      if (best < 0 || (votes.get(planet) ?? 0) > (votes.get(best) ?? 0)) best = planet;
    }
    return best;
  }

  /** Title without an article to the places that say they are there. */
  private neighbours(): Map<number, number[]> {
    if (this.placesByName) return this.placesByName;
    this.placesByName = new Map();
    for (const place of this.places) {
      for (const line of this.graph.lines(place)) {
        if (!isUpward(line)) continue;
        for (const node of line.nodes) {
          if (this.graph.isArticle(node)) continue;
          const places = this.placesByName.get(node);
          if (places) places.push(place);
          else this.placesByName.set(node, [place]);
        }
      }
    }
    return this.placesByName;
  }

  /** The planet of the first node that has one (`itself`: that is one). */
  private firstPlanet(place: number, nodesOf: (line: NodeLine) => readonly number[], itself: boolean): number {
    for (const line of this.graph.lines(place)) {
      for (const node of nodesOf(line)) {
        const planet = node < 0 ? -1 : this.passedOn(node);
        if (planet >= 0 && node !== place && (!itself || planet === node)) return planet;
      }
    }
    return -1;
  }

  private firstKnown(nodes: readonly number[]): number {
    for (const node of nodes) if (this.passedOn(node) >= 0) return this.passedOn(node);
    return -1;
  }

  /** What a place says of where those in it are. */
  private passedOn(node: number): number {
    return this.moving.has(node) ? -1 : this.planetOf(node);
  }

  private makeReport(): FinderReport {
    const naming = this.places.filter((place) => this.graph.lines(place).some(({ role }) => !isDownward(role)));
    const placed = naming.filter((place) => this.planetOf(place) >= 0);
    const inSpace = naming.filter((place) => this.planetOf(place) < 0 && this.namesOnlySpace(place));
    return {
      places: this.places.length,
      placesThatNameAPlace: naming.length,
      placesOnAPlanet: placed.length,
      placesOnAPlanetWithoutArticle: placed.filter((place) => !this.graph.isArticle(this.planetOf(place))).length,
      placesInSpace: inSpace.length,
    };
  }

  private namesOnlySpace(place: number): boolean {
    const nodes = this.graph.lines(place).flatMap(({ role, nodes }) => (isDownward(role) ? [] : nodes));
    return nodes.length > 0 && nodes.every((node) => this.graph.isArticle(node) && this.graph.kind(node) !== 'place');
  }
}

function isUpward({ role }: NodeLine): boolean {
  return role === 'body' || role === 'location';
}

/** The names in a text, the widest first. */
function namesIn(text: string): string[] {
  const plain = text.replace(/\([^)]*\)/g, ' ');
  return plain
    .split(/[,;]/)
    .map((name) => name.replace(/\s+/g, ' ').trim())
    .filter((name) => fold(name) !== '')
    .reverse();
}

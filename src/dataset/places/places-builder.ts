import type { InfoboxRanges } from '../infobox-ranges';
import { linkTarget } from '../link-graph';
import type { SectionFileWriter } from '../section-file';
import { Atlas, type NodeKind } from './atlas';
import { FactTable } from './fact-table';
import { GalaxyMap, type MapReport } from './galaxy-map';
import { isDownward, roleOf, type Role } from './place-role';
import { PlanetFinder, type FinderReport } from './planet-finder';
import type { RegionRule } from './region-names';

export interface PlacesBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  /** Title, redirect or href (`/wiki/…`) to ordinal; -1 where there is no such article. */
  resolve: (titleOrHref: string) => number;
  /** Canonical regions, core outward. */
  regions: readonly (string | RegionRule)[];
}

/** How well the places could be attached, for the log of the build. */
export type PlacesReport = MapReport & FinderReport;

/** Collects where things are from the infoboxes and writes the sections that `Places` reads. */
export class PlacesBuilder {
  private readonly facts = new FactTable();
  private readonly seqs: number[] = [];
  private readonly kinds: NodeKind[] = [];
  private readonly homeworlds = new Set<string>();
  /** By number of the infobox label. */
  private readonly roles: (Role | null | undefined)[] = [];

  constructor(private readonly titleOf: (seq: number) => string) {}

  add(seq: number, category: string, infobox: InfoboxRanges): void {
    const kind = kindOf(category, infobox);
    if (kind === null) return this.addHomeworlds(infobox);
    this.seqs.push(seq);
    this.kinds.push(kind);
    for (let field = 0; field < infobox.fields; field++) {
      const role = this.roleOf(infobox, field);
      if (role !== null)
        this.facts.add(this.seqs.length - 1, role, targetsOf(infobox, field), textsOf(infobox, field, role));
    }
  }

  /** What people call home is a planet, even where the dataset has no article of it. */
  private addHomeworlds(infobox: InfoboxRanges): void {
    for (let field = 0; field < infobox.fields; field++) {
      if (this.roleOf(infobox, field) !== 'homeworld') continue;
      const link = infobox.firstLink(field);
      const target = link < infobox.linkEnd(field) ? linkTarget(infobox.href(link)) : null;
      if (target !== null) this.homeworlds.add(target);
    }
  }

  private roleOf(infobox: InfoboxRanges, field: number): Role | null {
    const label = infobox.label(field);
    const known = this.roles[label];
    return known === undefined ? (this.roles[label] = roleOf(infobox.labelText(label))) : known;
  }

  finish(writer: SectionFileWriter, context: PlacesBuildContext): PlacesReport {
    const atlas = new Atlas(
      { seqs: this.seqs, kinds: this.kinds, titles: this.seqs.map(this.titleOf) },
      this.facts,
      context,
    );
    const map = new GalaxyMap(atlas, context.regions);
    map.write(writer);
    const finder = new PlanetFinder(atlas, this.homeworlds);
    finder.write(writer);
    return { ...map.report, ...finder.report };
  }
}

function kindOf(category: string, infobox: InfoboxRanges): NodeKind | null {
  if (category === 'planets') return 'planet';
  if (category === 'locations') return 'place';
  if (category !== 'astronomy') return null;
  const kind = /(system|sector|region)$/.exec(infobox.type.toLowerCase())?.[1];
  return (kind as NodeKind | undefined) ?? 'other';
}

function targetsOf(infobox: InfoboxRanges, field: number): string[] {
  const targets: string[] = [];
  for (let link = infobox.firstLink(field); link < infobox.linkEnd(field); link++) {
    const target = linkTarget(infobox.href(link));
    if (target !== null) targets.push(target);
  }
  return targets;
}

/** Only what an article lies in is read from words. */
function textsOf(infobox: InfoboxRanges, field: number, role: Role): string[] {
  const texts: string[] = [];
  if (isDownward(role)) return texts;
  for (let i = infobox.firstValue(field); i < infobox.valueEnd(field); i++) texts.push(infobox.value(i));
  return texts;
}

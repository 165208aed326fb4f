import type { Infobox } from '../../universe/article';
import { linkTarget } from '../link-graph';
import type { SectionFileWriter } from '../section-file';
import { Atlas, type NodeKind } from './atlas';
import { FactTable } from './fact-table';
import { GalaxyMap, type MapReport } from './galaxy-map';
import { isDownward, roleOf } from './place-role';
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
  private readonly titles: string[] = [];
  private readonly homeworlds = new Set<string>();

  add(seq: number, { title, category, infobox }: { title: string; category: string; infobox: Infobox | null }): void {
    const kind = kindOf(category, infobox?.type ?? '');
    if (kind === null) return this.addHomeworlds(infobox);
    this.seqs.push(seq);
    this.kinds.push(kind);
    this.titles.push(title);
    for (const { label, values, links } of infobox?.fields ?? []) {
      const role = roleOf(label);
      if (role === null) continue;
      const targets = links.map(({ href }) => linkTarget(href)).filter((target) => target !== null);
      this.facts.add(this.seqs.length - 1, role, targets, isDownward(role) ? [] : values);
    }
  }

  /** What people call home is a planet, even where the dataset has no article of it. */
  private addHomeworlds(infobox: Infobox | null): void {
    for (const { label, links } of infobox?.fields ?? []) {
      if (roleOf(label) !== 'homeworld') continue;
      const target = linkTarget(links[0]?.href ?? '');
      if (target !== null) this.homeworlds.add(target);
    }
  }

  finish(writer: SectionFileWriter, context: PlacesBuildContext): PlacesReport {
    const atlas = new Atlas({ seqs: this.seqs, kinds: this.kinds, titles: this.titles }, this.facts, context);
    const map = new GalaxyMap(atlas, context.regions);
    map.write(writer);
    const finder = new PlanetFinder(atlas, this.homeworlds);
    finder.write(writer);
    return { ...map.report, ...finder.report };
  }
}

function kindOf(category: string, type: string): NodeKind | null {
  if (category === 'planets') return 'planet';
  if (category === 'locations') return 'place';
  if (category !== 'astronomy') return null;
  const kind = /(system|sector|region)$/.exec(type.toLowerCase())?.[1];
  return (kind as NodeKind | undefined) ?? 'other';
}

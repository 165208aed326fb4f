import type { Infobox, InfoboxField } from '../../universe/article';
import { linkTarget } from '../../universe/link-target';
import type { SectionFileWriter } from '../section-file';
import { LocationGraph, type NodeKind, type PlaceArticle, type PlacesBuildContext } from './location-graph';
import { RegionTree, type RegionReport } from './region-tree';
import { isDownward, roleOf } from './place-role';
import { PlanetFinder, type FinderReport } from './planet-finder';

/** How well the places could be attached, for the log of the build. */
export type PlacesReport = RegionReport & FinderReport;

/** Collects where things are from the infoboxes and writes the sections that `Places` reads. */
export class PlacesBuilder {
  private readonly articles: PlaceArticle[] = [];
  private readonly homeworlds = new Set<string>();

  constructor(private readonly titleOf: (seq: number) => string) {}

  add(seq: number, category: string, infobox: Infobox | null): void {
    const kind = kindOf(category, infobox);
    if (kind === null) return this.addHomeworlds(infobox);
    const article: PlaceArticle = { seq, title: this.titleOf(seq), kind, lines: [] };
    this.articles.push(article);
    for (const field of infobox?.fields ?? []) {
      const role = roleOf(field.label);
      // Only what an article lies in is read from words.
      if (role) article.lines.push({ role, targets: targetsOf(field), texts: isDownward(role) ? [] : field.values });
    }
  }

  /** What people call home is a planet, even where the dataset has no article of it. */
  private addHomeworlds(infobox: Infobox | null): void {
    for (const { label, links } of infobox?.fields ?? []) {
      const first = links[0];
      const target = first && roleOf(label) === 'homeworld' ? linkTarget(first.href) : null;
      if (target !== null) this.homeworlds.add(target);
    }
  }

  finish(writer: SectionFileWriter, context: PlacesBuildContext): PlacesReport {
    const graph = new LocationGraph(this.articles, context);
    const finder = new PlanetFinder(graph, this.homeworlds);
    finder.write(writer);
    const tree = new RegionTree(graph, context.regions, finder.named);
    tree.write(writer);
    return { ...tree.report, ...finder.report };
  }
}

function kindOf(category: string, infobox: Infobox | null): NodeKind | null {
  if (category === 'planets') return 'planet';
  if (category === 'locations') return 'place';
  if (category !== 'astronomy') return null;
  const kind = /(system|sector|region)$/.exec(infobox?.type?.toLowerCase() ?? '')?.[1];
  return (kind as NodeKind | undefined) ?? 'other';
}

function targetsOf({ links }: InfoboxField): string[] {
  return links.flatMap(({ href }) => linkTarget(href) ?? []);
}

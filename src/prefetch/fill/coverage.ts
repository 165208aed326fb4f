import { mkdir, readFile } from 'node:fs/promises';
import { contentHash } from '../../file-cache/native-line';
import { replaceFile, type NativeLines } from '../../file-cache/native-writer';
import type { ArticleRecord } from '../../universe/article';
import { compareCategories } from '../../universe/categories';
import { compileRules, type Categoriser } from '../../universe/categorise';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { fillFolder } from './fill-folder';
import { addHoldings, noHoldings } from './holdings';

/** A number of articles and the first of them by name. */
export interface Gap {
  count: number;
  sample: string[];
}

/** What changed since the version before; article by article, the time of fetching left aside. */
export interface Changes {
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  /** Titles of what vanished, with the reason where one is known. */
  deletions: { title: string; reason: string }[];
}

/** What a universe's data cover and what they lack, after a run. */
export interface CoverageReport {
  universe: string;
  made_by: string;
  generated_at: string;
  articles: number;
  categories: Record<string, number>;
  redirects: number;
  with_infobox: number;
  with_extract: number;
  /** No rule found a category. */
  uncategorised: Gap;
  /** Infobox types without a rule, the most frequent first. */
  unknown_infobox_types: { type: string; count: number }[];
  no_infobox: Gap;
  no_image: Gap;
  no_extract: Gap;
  /** There is an infobox, and nothing could be read from it. */
  unparsed: Gap;
  /** null: nobody has counted them; they come from the built dataset. */
  places_without_planet: Gap | null;
  changes: Changes | null;
  /** What could not be fetched or read, by reason. */
  failures: { reason: string; count: number; sample: string[] }[];
}

const SAMPLE = 20;
const MOST_DELETIONS = 1000;

/** Gathers a coverage report while records pass by. */
export class CoverageCollector {
  private readonly rules: Categoriser;
  private readonly categories = new Map<string, number>();
  private readonly unknownTypes = new Map<string, number>();
  private readonly failures = new Map<string, Gap>();
  private readonly gaps = {
    uncategorised: gap(),
    no_infobox: gap(),
    no_image: gap(),
    no_extract: gap(),
    unparsed: gap(),
  };
  readonly holdings = noHoldings();
  private articles = 0;
  private redirects = 0;

  constructor(private readonly definition: UniverseDefinition) {
    this.rules = compileRules(definition);
  }

  /** `hasRawInfobox`: the wiki gave an infobox, read or not. */
  add(record: ArticleRecord, hasRawInfobox: boolean): void {
    const { infobox, categories: wikiCategories, category: stated, title } = record;
    const { category } = this.rules.categorise({ infobox, wikiCategories, stated });
    addHoldings(this.holdings, record);
    this.articles++;
    this.redirects += record.redirects.length;
    this.categories.set(category, (this.categories.get(category) ?? 0) + 1);
    if (category === 'other') {
      note(this.gaps.uncategorised, title);
      const type = infobox?.type;
      if (type) this.unknownTypes.set(type, (this.unknownTypes.get(type) ?? 0) + 1);
    }
    if (!infobox) note(this.gaps.no_infobox, title);
    if (record.image === null) note(this.gaps.no_image, title);
    if (!record.extract) note(this.gaps.no_extract, title);
    if (hasRawInfobox && (infobox?.fields.length ?? 0) === 0) note(this.gaps.unparsed, title);
  }

  failure(reason: string, title: string): void {
    const known = this.failures.get(reason) ?? gap();
    this.failures.set(reason, known);
    note(known, title);
  }

  report(madeBy: string, changes: Changes | null, withoutPlanet: Gap | null = null): CoverageReport {
    const { articles } = this;
    return {
      universe: this.definition.id,
      made_by: madeBy,
      generated_at: new Date().toISOString(),
      articles,
      categories: Object.fromEntries([...this.categories].sort(([a], [b]) => compareCategories(a, b))),
      redirects: this.redirects,
      with_infobox: articles - this.gaps.no_infobox.count,
      with_extract: articles - this.gaps.no_extract.count,
      unknown_infobox_types: [...this.unknownTypes]
        .map(([type, count]) => ({ type, count }))
        .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
        .slice(0, 50),
      ...this.gaps,
      places_without_planet: withoutPlanet,
      changes,
      failures: [...this.failures].map(([reason, { count, sample }]) => ({ reason, count, sample })),
    };
  }
}

function gap(): Gap {
  return { count: 0, sample: [] };
}

function note(into: Gap, title: string): void {
  into.count++;
  if (into.sample.length < SAMPLE) into.sample.push(title);
}

/** Compares two versions article by article, by the hashes of their lines. */
export class ChangeCounter {
  private readonly before = new Map<number | string, { title: string; hash: string }>();
  /** What the articles of the version before hold. */
  readonly holdings = noHoldings();
  private readonly changes: Changes = { created: 0, updated: 0, unchanged: 0, deleted: 0, deletions: [] };

  known({ line, textLine }: ArticleLines): void {
    const article = JSON.parse(line) as NativeArticle;
    addHoldings(this.holdings, article);
    this.before.set(article.pageid ?? article.title, { title: article.title, hash: contentHash(line, textLine) });
  }

  wrote({ line, textLine }: ArticleLines): void {
    const { pageid, title } = JSON.parse(line) as NativeArticle;
    const key = pageid ?? title;
    const old = this.before.get(key);
    this.before.delete(key);
    if (!old) this.changes.created++;
    else if (old.hash === contentHash(line, textLine)) this.changes.unchanged++;
    else this.changes.updated++;
  }

  /** What was not written again is deleted. */
  finish(reasonOf: (title: string) => string = () => 'not listed any more'): Changes {
    this.changes.deleted = this.before.size;
    for (const { title } of this.before.values()) {
      if (this.changes.deletions.length >= MOST_DELETIONS) break;
      this.changes.deletions.push({ title, reason: reasonOf(title) });
    }
    return this.changes;
  }
}

type ArticleLines = Pick<NativeLines, 'line' | 'textLine'>;

interface NativeArticle {
  pageid?: number;
  title: string;
  infobox?: unknown;
  extract?: unknown;
  image?: unknown;
}

const REPORT_NAME = 'coverage.json';

/** Keeps the report of the last run. */
export async function writeCoverage(cacheDir: string, report: CoverageReport): Promise<void> {
  const dir = fillFolder(cacheDir, report.universe);
  await mkdir(dir, { recursive: true });
  await replaceFile(dir, REPORT_NAME, `${JSON.stringify(report, null, 2)}\n`);
}

/** The report of the last run that filled a universe; null where there was none. */
export async function readCoverage(cacheDir: string, universe: string): Promise<CoverageReport | null> {
  try {
    return JSON.parse(await readFile(`${fillFolder(cacheDir, universe)}/${REPORT_NAME}`, 'utf8')) as CoverageReport;
  } catch {
    return null;
  }
}

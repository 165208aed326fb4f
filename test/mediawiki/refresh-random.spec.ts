import sharp from 'sharp';
import { systemClock } from '../../src/egress/clock';
import { crawlWiki } from '../../src/prefetch/fill/crawl-wiki';
import { refreshWiki } from '../../src/prefetch/fill/refresh-wiki';
import { missingMediaWiki, OPEN_TO_ALL, RealMediaWiki } from '../harness/real-mediawiki';
import { seededRandom } from '../harness/seeded-random';
import { tempDir } from '../harness/temp-dir';
import { labAccess, labFetch, labUniverse, readNative, type NativeRecord } from './wiki-lab';

jest.setTimeout(900_000);

const ROUNDS = 4;
const STEPS = 9;
const ARTICLES = 24;

const timeless = (record: NativeRecord) => ({ ...record, scraped_at: '' });

/** What editors do to a wiki, at random, by its API. */
class Editors {
  private readonly random = seededRandom();
  private articles: string[] = [];
  private redirects: string[] = [];
  private drafts: string[] = [];
  private gone: string[] = [];
  private count = 0;
  readonly done: string[] = [];

  constructor(private readonly wiki: RealMediaWiki) {}

  async begin(): Promise<void> {
    await this.wiki.edit('Template:Orb row', ROW);
    await this.wiki.edit('Template:Infobox orb', box('Infobox orb', 'Colour'));
    await this.wiki.edit('Template:Infobox city', box('Infobox city', 'Lord'));
    for (let i = 0; i < 4; i++) await this.picture(i);
    for (let i = 0; i < ARTICLES; i++) await this.create();
    for (let i = 0; i < 5; i++) await this.redirect();
    for (let i = 0; i < 3; i++) await this.draft();
  }

  async step(): Promise<void> {
    const steps = [
      () => this.edit(),
      () => this.edit(),
      () => this.create(),
      () => this.delete(),
      () => this.undelete(),
      () => this.move(),
      () => this.swap(),
      () => this.redirect(),
      () => this.retarget(),
      () => this.becomeRedirect(),
      () => this.revive(),
      () => this.draft(),
      () => this.publish(),
      () => this.withdraw(),
      () => this.editTemplate(),
      () => this.moveTemplate(),
      () => this.picture(this.below(6)),
      () => this.deletePicture(),
      () => this.merge(),
      () => this.disambiguate(),
    ];
    await steps[this.below(steps.length)]!();
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private pick(list: readonly string[]): string | null {
    return list.length > 0 ? list[this.below(list.length)]! : null;
  }

  private name(): string {
    return `Orb ${++this.count}`;
  }

  private text(title: string): string {
    const kind = this.below(4) === 0 ? 'Infobox city' : 'Infobox orb';
    const other = this.pick(this.articles) ?? 'Nowhere';
    const facts = `|fact=${this.below(1000)}|place=[[${other}]]\n|image=Picture ${this.below(6)}.png`;
    return `{{${kind}|name=${title}\n${facts}\n}}\n'''${title}''' was thing number ${this.below(1000)} of the test.\n[[Category:Group ${this.below(3)}]]`;
  }

  private note(what: string): void {
    this.done.push(what);
  }

  private drop(title: string): void {
    for (const list of [this.articles, this.redirects, this.drafts]) {
      const at = list.indexOf(title);
      if (at >= 0) list.splice(at, 1);
    }
  }

  private async create(title = this.name()): Promise<void> {
    this.note(`create ${title}`);
    await this.wiki.edit(title, this.text(title));
    this.articles.push(title);
  }

  private async edit(): Promise<void> {
    const title = this.pick(this.articles);
    if (title === null) return;
    this.note(`edit ${title}`);
    await this.wiki.edit(title, this.text(title));
  }

  private async delete(): Promise<void> {
    const title = this.pick([...this.articles, ...this.redirects]);
    if (title === null) return;
    this.note(`delete ${title}`);
    await this.wiki.act({ action: 'delete', title });
    this.drop(title);
    this.gone.push(title);
  }

  private async undelete(): Promise<void> {
    const title = this.pick(this.gone);
    if (title === null) return;
    this.note(`undelete ${title}`);
    await this.wiki.act({ action: 'undelete', title });
    this.gone.splice(this.gone.indexOf(title), 1);
    if (!this.articles.includes(title)) this.articles.push(title);
  }

  private async rename(from: string, to: string, leaves: boolean): Promise<void> {
    await this.wiki.act({ action: 'move', from, to, ...(leaves ? {} : { noredirect: '1' }), ignorewarnings: '1' });
  }

  private async move(): Promise<void> {
    const from = this.pick([...this.articles, ...this.redirects]);
    if (from === null) return;
    const to = this.name();
    const leaves = this.below(2) === 0;
    this.note(`move ${from} to ${to}${leaves ? '' : ' without a redirect'}`);
    await this.rename(from, to, leaves);
    this.drop(from);
    if (leaves) this.redirects.push(from);
    this.articles.push(to);
  }

  private async swap(): Promise<void> {
    const [a, b] = [this.pick(this.articles), this.pick(this.articles)];
    if (a === null || b === null || a === b) return;
    this.note(`swap ${a} and ${b}`);
    await this.rename(a, 'Between', false);
    await this.rename(b, a, false);
    await this.rename('Between', b, false);
  }

  private async redirect(): Promise<void> {
    const [title, target] = [this.name(), this.pick(this.articles)];
    this.note(`redirect ${title} to ${target}`);
    await this.wiki.edit(title, `#REDIRECT [[${target}]]`);
    this.redirects.push(title);
  }

  private async retarget(): Promise<void> {
    const [title, target] = [this.pick(this.redirects), this.pick(this.articles)];
    if (title === null) return;
    this.note(`retarget ${title} to ${target}`);
    await this.wiki.edit(title, `#REDIRECT [[${target}]]`);
  }

  private async becomeRedirect(): Promise<void> {
    const title = this.pick(this.articles);
    if (title === null) return;
    this.drop(title);
    const target = this.pick(this.articles);
    this.note(`${title} becomes a redirect to ${target}`);
    await this.wiki.edit(title, `#REDIRECT [[${target}]]`);
    this.redirects.push(title);
  }

  private async revive(): Promise<void> {
    const title = this.pick(this.redirects);
    if (title === null) return;
    this.note(`${title} becomes an article`);
    await this.wiki.edit(title, this.text(title));
    this.drop(title);
    this.articles.push(title);
  }

  private async draft(): Promise<void> {
    const title = `User:Admin/${this.name()}`;
    this.note(`draft ${title}`);
    await this.wiki.edit(title, this.text(title));
    this.drafts.push(title);
  }

  private async publish(): Promise<void> {
    const draft = this.pick(this.drafts);
    if (draft === null) return;
    const title = this.name();
    this.note(`publish ${draft} as ${title}`);
    await this.rename(draft, title, this.below(2) === 0);
    this.drop(draft);
    this.articles.push(title);
  }

  private async withdraw(): Promise<void> {
    const title = this.pick(this.articles);
    if (title === null) return;
    const draft = `User:Admin/${this.name()}`;
    this.note(`withdraw ${title} as ${draft}`);
    await this.rename(title, draft, this.below(2) === 0);
    this.drop(title);
    this.drafts.push(draft);
  }

  private async editTemplate(): Promise<void> {
    const label = `Label ${this.below(100)}`;
    const [title, text] = [
      ['Template:Orb row', ROW.replace('Kind', label)],
      ['Template:Infobox orb', box('Infobox orb', label)],
      ['Template:Infobox city', box('Infobox city', label)],
    ][this.below(3)]!;
    this.note(`edit ${title}`);
    await this.wiki.edit(title!, text!);
  }

  private async moveTemplate(): Promise<void> {
    const other = `Template:Infobox ${this.name()}`;
    this.note(`move Template:Infobox city to ${other}`);
    await this.rename('Template:Infobox city', other, true);
    await this.wiki.edit('Template:Infobox city', box('Infobox city', `Ruler ${this.below(100)}`));
  }

  private async picture(number: number): Promise<void> {
    const name = `Picture ${number}.png`;
    this.note(`upload ${name}`);
    const background = { r: this.below(256), g: this.below(256), b: this.below(256) };
    const size = { width: 100 + this.below(50), height: 100, channels: 3 as const, background };
    await this.wiki.uploadFile(name, await sharp({ create: size }).png().toBuffer());
  }

  private async deletePicture(): Promise<void> {
    const title = `File:Picture ${this.below(6)}.png`;
    this.note(`delete ${title}`);
    await this.wiki.act({ action: 'delete', title }).catch((error: unknown) => {
      if (!/missingtitle|cannotdelete|nofile/.test(String(error))) throw error;
    });
  }

  private async merge(): Promise<void> {
    const [from, to] = [this.pick(this.articles), this.pick(this.articles)];
    if (from === null || to === null || from === to) return;
    this.note(`merge ${from} into ${to}`);
    await this.wiki.act({ action: 'mergehistory', from, to }).catch((error: unknown) => {
      // Histories that overlap cannot be merged.
      if (!/mergehistory/.test(String(error))) throw error;
    });
  }

  private async disambiguate(): Promise<void> {
    const title = this.pick(this.articles);
    if (title === null) return;
    this.note(`${title} only tells articles apart`);
    await this.wiki.edit(title, `${title} may be:\n* [[Orb 1]]\n{{Disambig}}`);
  }
}

const ROW = '<tr><th>Kind</th><td>{{{1|}}}</td></tr>';

function box(name: string, label: string): string {
  return `<includeonly><table class="infobox"><tr><th colspan="2">{{{name|}}}</th></tr><tr><td colspan="2">[[File:{{{image|}}}|120px]]</td></tr><tr><th>${label}</th><td>{{{fact|}}}</td></tr><tr><th>Place</th><td>{{{place|}}}</td></tr>{{Orb row|a thing of ${name}}}</table>[[Category:${label}]]</includeonly>`;
}

test('after whatever editors do, a refresh gives what a fresh crawl gives', async () => {
  const missing = await missingMediaWiki();
  if (missing !== null) {
    if (process.env['CI'] === 'true') throw new Error(missing);
    return console.warn(`Skipped: ${missing}`);
  }
  const wiki = await RealMediaWiki.start({ settings: OPEN_TO_ALL });
  const dir = await tempDir('random');
  const lab = labFetch(wiki.host);
  try {
    const editors = new Editors(wiki);
    await editors.begin();
    await wiki.runJobs();
    const options = {
      ...labAccess(lab.fetchText, systemClock),
      definition: labUniverse(wiki.api, null),
      cacheDir: dir.path,
      allowShrink: true,
      resume: false,
    };
    const kept = { ...options, cacheDir: `${dir.path}/kept` };
    await crawlWiki(kept);
    for (let round = 0; round < ROUNDS; round++) {
      editors.done.length = 0;
      for (let step = 0; step < STEPS; step++) await editors.step();
      await wiki.runJobs();
      const { comparedAll } = await refreshWiki({ ...kept, full: round === ROUNDS - 1 });
      const fresh = { ...options, cacheDir: `${dir.path}/fresh-${round}` };
      await crawlWiki(fresh);
      const [ours, theirs] = await Promise.all([readNative(kept.cacheDir), readNative(fresh.cacheDir)]);
      expect({ done: editors.done, records: ours.records.map(timeless) }).toEqual({
        done: editors.done,
        records: theirs.records.map(timeless),
      });
      expect(comparedAll).toBe(round === ROUNDS - 1);
      expect(theirs.records.some(({ infobox }) => infobox !== null)).toBe(true);
      expect(theirs.records.some(({ image }) => image !== null)).toBe(true);
    }
  } finally {
    await lab.close();
    await wiki.stop();
    await dir.remove();
  }
});

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Pictures } from '../../src/exports/archives/pictures';
import type { ArchiveExport, ArchiveFile } from '../../src/exports/export';
import { FOUNDRY_EXPORT } from '../../src/exports/foundry/foundry.export';
import { HOSTILE_TEXT, testRecords } from '../api/test-records';
import { hostileRecords } from '../mcp/hostile-records';
import { ExportedWorld } from './asked';

const ROOT = join(__dirname, '../..');
/** Foundry's own program takes the compendium apart again. */
const UNPACK = `import { extractPack } from '@foundryvtt/foundryvtt-cli';
const [from, to] = process.argv.slice(-2);
await extractPack(from, to, { log: false });`;

interface Page {
  _id: string;
  name: string;
  type: string;
  sort: number;
  title: { show: boolean; level: number };
  text: { format: number; content: string };
}

interface Unpacked {
  _id: string;
  _key: string;
  name: string;
  type?: string;
  folder?: string | null;
  pages?: Page[];
}

/** The module of a universe, its compendium unpacked. */
class Module {
  readonly dir = mkdtempSync(join(tmpdir(), 'lk-foundry-'));
  /** As they were made: who unpacks a database writes to it. */
  readonly files = new Map<string, Buffer>();
  documents: Unpacked[] = [];

  static async of(world: ExportedWorld, query: object = {}): Promise<Module> {
    const made = new Module();
    const parts = {
      ...world.asked(query),
      pictures: { of: () => picturesOf(world) } as unknown as Pictures,
      scratch: join(made.dir, 'scratch'),
    };
    for await (const file of (FOUNDRY_EXPORT as ArchiveExport).files(parts)) await made.write(file);
    rmSync(parts.scratch, { recursive: true });
    const out = join(made.dir, 'unpacked');
    const args = ['--input-type=module', '-e', UNPACK, join(made.dir, 'packs/lore'), out];
    await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    made.documents = readdirSync(out).map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as Unpacked);
    return made;
  }

  private async write({ name, content }: ArchiveFile): Promise<void> {
    const path = join(this.dir, name);
    const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
    this.files.set(name, bytes);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }

  get names(): string[] {
    return [...this.files.keys()];
  }

  get journals(): Unpacked[] {
    return this.documents.filter(({ _key }) => _key.startsWith('!journal!'));
  }

  get folders(): Unpacked[] {
    return this.documents.filter(({ _key }) => _key.startsWith('!folders!'));
  }

  pages(name: string): Page[] {
    const { pages = [] } = this.journals.find((one) => one.name === name) ?? {};
    return pages.sort((a, b) => a.sort - b.sort);
  }

  html(name: string): string {
    return this.pages(name)[0]?.text.content ?? '';
  }

  json(name: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.dir, name), 'utf8')) as Record<string, unknown>;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

async function* picturesOf({ view }: ExportedWorld) {
  for (const title of ['Luke Skywalker', 'Naboo']) {
    const ordinal = view.directory.find(title);
    if (ordinal >= 0) yield { id: view.directory.id(ordinal), bytes: Buffer.from('RIFF') };
  }
  await Promise.resolve();
}

describe('a module for Foundry', () => {
  let world: ExportedWorld;
  let made: Module;
  beforeAll(async () => {
    world = await ExportedWorld.of('test_world', testRecords());
    made = await Module.of(world);
  });
  afterAll(async () => {
    made.remove();
    await world.close();
  });

  test('says what it is to versions 12 and 13', () => {
    expect(made.json('module.json')).toMatchObject({
      id: 'lorekeeper-test-world',
      title: 'Test World: lore',
      version: expect.stringMatching(/^\d{4}\.\d+\.\d+$/) as unknown,
      compatibility: { minimum: '12', verified: '13' },
      packs: [{ name: 'lore', path: 'packs/lore', type: 'JournalEntry' }],
    });
    expect(readFileSync(join(made.dir, 'ATTRIBUTION.md'), 'utf8')).toContain('CC BY-SA');
    expect(made.names).toContain('images/1.webp');
    expect(made.names.filter((name) => /LOCK|LOG/.test(name))).toEqual([]);
  });

  test('has an entry for each article, in the folder of its category, with pages of text', () => {
    expect(made.journals).toHaveLength(world.titles().length);
    const folders = new Map(made.folders.map(({ _id, name }) => [_id, name]));
    expect([...folders.values()]).toEqual(expect.arrayContaining(['Characters', 'Planets']));
    for (const { _id, folder, pages } of made.journals) {
      expect(_id).toMatch(/^[A-Za-z0-9]{16}$/);
      expect(folders.has(folder ?? '')).toBe(true);
      expect(pages?.length).toBeGreaterThan(0);
      for (const page of pages ?? []) {
        expect(page).toMatchObject({ type: 'text', text: { format: 1 } });
        expect(page._id).toMatch(/^[A-Za-z0-9]{16}$/);
      }
    }
    const luke = made.journals.find(({ name }) => name === 'Luke Skywalker');
    expect(folders.get(luke?.folder ?? '')).toBe('Characters');
  });

  test('shows facts, picture and text, links within the compendium, and names licence and source on each page', () => {
    const html = made.html('Luke Skywalker');
    const tatooine = made.journals.find(({ name }) => name === 'Tatooine')?._id;
    expect(html).toContain('<img src="modules/lorekeeper-test-world/images/1.webp" alt="">');
    expect(html).toContain(
      `<p>Luke grew up on @UUID[Compendium.lorekeeper-test-world.lore.JournalEntry.${tatooine}]{Tatooine} with`,
    );
    expect(html).toContain(
      `<tr><th>Homeworld</th><td>@UUID[Compendium.lorekeeper-test-world.lore.JournalEntry.${tatooine}]{Tatooine}</td></tr>`,
    );
    expect(html).toContain('href="https://wiki.example/wiki/Luke_Skywalker"');
    for (const { pages } of made.journals)
      for (const { text } of pages ?? []) expect(text.content).toContain('CC BY-SA');
  });

  test('is the same bytes when it is made again', async () => {
    const again = await Module.of(world);
    expect(again.files).toEqual(made.files);
    again.remove();
  });

  test('has the same ids when it is made again, and only the categories that were asked for', async () => {
    const again = await Module.of(world, { category: ['planets'] });
    const idOf = (module: Module, name: string) => module.journals.find((one) => one.name === name)?._id;
    expect(again.folders.map(({ name }) => name)).toEqual(['Planets']);
    expect(idOf(again, 'Naboo')).toBe(idOf(made, 'Naboo'));
    // What is not in it is text, no dead link.
    expect(JSON.stringify(again.documents)).not.toContain(idOf(made, 'Luke Skywalker'));
    again.remove();
  });
});

test('the sections of a text are pages, in order, with their links', async () => {
  const text = (from: number) => Array.from({ length: 200 }, (_, i) => `Line ${from + i} of [Naboo](/wiki/Naboo).`);
  const world = await ExportedWorld.of('test_world', [
    { pageid: 1, title: 'Naboo', extract: 'A planet.' },
    {
      pageid: 2,
      title: 'Keren',
      url: 'https://wiki.example/wiki/Keren',
      extract: 'A city.',
      sections: [
        {
          text: 'A *city* of [the planet](/wiki/Naboo#Cities), [not there](/wiki/Nowhere), [out](https://other.example/).',
        },
        { level: 2, heading: 'History', anchor: 'History', text: '> quoted\n\n- one\n- two' },
        { level: 3, heading: 'Early', anchor: 'Early', text: '| A | B |\n|---|---|\n| 1 | 2 |' },
        ...Array.from({ length: 200 }, (_, i) => ({ level: 2, heading: `Part ${i}`, text: text(i).join('\n\n') })),
      ],
    },
  ]);
  const made = await Module.of(world);
  const naboo = made.journals.find(({ name }) => name === 'Naboo')!._id;
  const link = `@UUID[Compendium.lorekeeper-test-world.lore.JournalEntry.${naboo}]`;
  const pages = made.pages('Keren');
  expect(pages.slice(0, 4).map(({ name, title: { level } }) => [name, level])).toEqual([
    ['Keren', 1],
    ['History', 1],
    ['Early', 2],
    ['Part 0', 1],
  ]);
  expect(pages[0]!.text.content).toContain(
    `<p>A <em>city</em> of ${link}{the planet}, not there, <a href="https://other.example/">out</a>.</p>`,
  );
  expect(pages[1]!.text.content).toMatch(
    /^<blockquote><p>quoted<\/p><\/blockquote>\n<ul><li>one<\/li><li>two<\/li><\/ul>/,
  );
  expect(pages[2]!.text.content).toContain('<th>A</th><th>B</th>');
  expect(pages[3]!.text.content).toContain(`Line 0 of ${link}{Naboo}.`);
  // A text without an end ends, and says where the rest is.
  expect(pages.length).toBeLessThan(160);
  expect(pages.at(-1)!.text.content).toContain('<a href="https://wiki.example/wiki/Keren">More at the wiki</a>');
  made.remove();
  await world.close();
});

test('hostile text is text: no element, no address, no command of Foundry, no path', async () => {
  const world = await ExportedWorld.of('test_world', [
    ...hostileRecords().slice(0, 1),
    {
      pageid: 3,
      title: '../../etc/<b>passwd</b>',
      infobox: {
        type: 'Character',
        fields: [
          {
            label: '[[/roll 1d6]]',
            values: ['@Macro[x]{y} @UUID[Actor.1]{z} [[1d20]] &Reference[prone]', 'Evil } Twin'],
            links: [{ text: 'Evil } Twin', href: '/wiki/Evil_Twin' }],
          },
          { label: 'Link', values: ['click'], links: [{ text: 'click', href: 'javascript:alert(1)' }] },
        ],
      },
      extract: '<img src=x onerror=alert(1)> @Embed[JournalEntry.1] [[/r 1d6]]',
      sections: [
        { text: 'A @[UUID\\[Actor.1\\]{x}](javascript:alert(1)) of [[[/r 1d6]](x)] and `@Macro[m]`.' },
        { level: 2, heading: '<b>[[/r 1]]</b>', text: `${HOSTILE_TEXT}\n\n| @UUID[Actor.2] |\n|---|\n| [a](//evil) |` },
      ],
    },
  ]);
  const made = await Module.of(world);
  expect(
    made.names.every((name) => /^(images\/\d+\.webp|packs\/lore\/[\w.-]+|module\.json|ATTRIBUTION\.md)$/.test(name)),
  ).toBe(true);
  for (const { name, pages } of made.journals) {
    expect([name, ...(pages ?? []).map((page) => page.name)].join('')).not.toMatch(/[<>]/);
    const html = (pages ?? []).map(({ text }) => text.content).join('\n');
    const elements = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, element]) => element);
    expect(elements.filter((element) => !ALLOWED.has(element ?? ''))).toEqual([]);
    expect(html).not.toMatch(/javascript:|<[^>]*\bon\w+=|@(Macro|Embed|UUID\[Actor)|\[\[|&Reference/);
  }
  made.remove();
  await world.close();
});

const ALLOWED = new Set([
  'strong',
  'em',
  'pre',
  'code',
  'thead',
  'blockquote',
  'p',
  'img',
  'table',
  'tbody',
  'tr',
  'th',
  'td',
  'br',
  'hr',
  'em',
  'a',
]);

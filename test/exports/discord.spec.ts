import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbedBuilder, embedLength } from '@discordjs/builders';
import { DISCORD_EXPORT } from '../../src/exports/discord.export';
import { generateCorpus } from '../../src/cli/corpus/generate-corpus';
import { HOSTILE_TITLES, testRecords } from '../api/test-records';
import { hostileRecords } from '../mcp/hostile-records';
import { ExportedWorld } from './asked';

interface Embed {
  title: string;
  description?: string;
  url?: string;
  fields: { name: string; value: string }[];
  footer: { text: string };
}

/** Fails where Discord would refuse it. */
function checkEmbed(embed: Embed): void {
  const checked = new EmbedBuilder(embed).toJSON();
  // The constructor takes everything; the setters check.
  new EmbedBuilder()
    .setTitle(embed.title)
    .setDescription(embed.description ?? null)
    .setURL(embed.url ?? null)
    .setFields(embed.fields)
    .setFooter(embed.footer);
  expect(embedLength(checked)).toBeLessThanOrEqual(6000);
  expect(embed.title.length).toBeGreaterThan(0);
  expect(embed.footer.text).toMatch(/\w/);
}

async function checkAll(world: ExportedWorld): Promise<number> {
  const titles = world.titles();
  for (const title of titles) checkEmbed(await world.json<Embed>(DISCORD_EXPORT, {}, title));
  await world.close();
  return titles.length;
}

test('every article of the demo universe is an embed', async () => {
  expect(await checkAll(await ExportedWorld.of('demo', join(__dirname, '../../universes/demo')))).toBeGreaterThan(200);
});

test('every article of a generated corpus is an embed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lk-corpus-'));
  await generateCorpus({ articles: 1500, images: 0, out: dir, seed: 'embeds', universe: 'corpus' } as never);
  expect(await checkAll(await ExportedWorld.of('corpus', join(dir, 'corpus')))).toBe(1500);
  rmSync(dir, { recursive: true, force: true });
});

test('every odd title is an embed', async () => {
  expect(HOSTILE_TITLES.length).toBeGreaterThan(10);
  await checkAll(await ExportedWorld.of('test_world', testRecords()));
});

describe('hostile text', () => {
  let world: ExportedWorld;
  beforeAll(async () => {
    world = await ExportedWorld.of('test_world', [
      ...hostileRecords(),
      {
        pageid: 3,
        title: '@everyone *bold* [x](https://evil.example)',
        infobox: {
          type: 'Character',
          fields: [{ label: '@here', values: ['<@1234>', '<#1>', '||spoiler||', '`code`', 'discord.gg/evil'] }],
        },
        extract: '# Heading <t:0> https://evil.example @everyone > quote',
      },
    ]);
  });
  afterAll(() => world.close());

  test('mentions nobody, marks nothing up, and links nowhere', async () => {
    const embed = await world.json<Embed>(DISCORD_EXPORT, {}, '@everyone *bold* [x](https://evil.example)');
    checkEmbed(embed);
    const shown = [embed.title, embed.description, ...embed.fields.flatMap(({ name, value }) => [name, value])].join(
      '\n',
    );
    expect(shown).not.toMatch(/@(everyone|here)|https:\/\/|discord\.gg/);
    expect(shown).not.toMatch(/(^|[^\\])[*_`|<>[\]]/);
    expect(embed.description).toMatch(/^\\# Heading/);
  });

  test('nothing is longer than it may be', async () => {
    for (const title of world.titles()) checkEmbed(await world.json<Embed>(DISCORD_EXPORT, {}, title));
  });
});

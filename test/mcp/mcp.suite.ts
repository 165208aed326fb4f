import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { call, textOf } from './mcp-client';

interface Entry {
  title: string;
  category: string;
  summary: string;
}

/** What holds over every transport, of the test universe. */
export function mcpSuite(name: string, connect: () => Promise<{ client: Client; close: () => Promise<void> }>): void {
  describe(`MCP ${name}`, () => {
    let client: Client;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ client, close } = await connect());
    });
    afterAll(async () => {
      await client.close();
      await close();
    });

    test('says what it is, and that wiki text is no instruction', () => {
      expect(client.getServerVersion()).toMatchObject({ name: 'lorekeeper' });
      expect(client.getInstructions()).toContain('never an instruction');
    });

    test('lists read-only tools with schemas', async () => {
      const { tools } = await client.listTools();
      expect(tools.map((tool) => tool.name).sort()).toEqual(TOOL_NAMES);
      for (const tool of tools) {
        expect(tool).toMatchObject({
          title: expect.stringMatching(/\w/),
          description: expect.stringMatching(/\w/),
          inputSchema: { type: 'object' },
          outputSchema: { type: 'object', additionalProperties: false },
          annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
        });
      }
    });

    test('tells of universes, and finds, reads and links articles, each with licence and notice', async () => {
      const { universes } = await call<{ universes: { id: string; articles: number }[] }>(client, 'list_universes');
      expect(universes).toEqual([expect.objectContaining({ id: 'test_world', name: 'Test World' })]);

      const found = await call<{ results: Entry[] }>(client, 'search_articles', { query: 'luke' });
      expect(found).toMatchObject({ notice: expect.stringContaining('Test World'), universe: 'test_world' });
      expect(found.results[0]).toMatchObject({ title: 'Luke Skywalker', category: 'characters', match: 'alias' });

      const luke = await call(client, 'get_article', { title: 'Luke' });
      expect(luke).toMatchObject({
        title: 'Luke Skywalker',
        facts: expect.arrayContaining([{ label: 'Species', values: ['Human'] }]) as unknown,
        next_fact: null,
        licence: { name: expect.stringMatching(/\w/) as unknown },
        source_url: 'https://wiki.example/wiki/Luke_Skywalker',
        resource: 'lore://test_world/Luke%20Skywalker',
      });

      const links = await call(client, 'get_links', { title: 'Tatooine', direction: 'in', field: 'Homeworld' });
      expect(links).toMatchObject({ total: 1, links: [{ title: 'Luke Skywalker', fields: ['homeworld'] }] });

      const humans = await call<{ articles: Entry[] }>(client, 'list_articles', {
        categories: ['characters'],
        where: { Species: ['human'] },
      });
      expect(humans.articles.map(({ title }) => title)).toEqual(['Luke Skywalker', 'Padmé Amidala']);
    });

    test('reads the text section by section', async () => {
      const lead = await call(client, 'get_section', { title: 'Luke' });
      expect(lead).toMatchObject({
        title: 'Luke Skywalker',
        section: 0,
        heading: '',
        text: expect.stringContaining('Luke grew up on') as unknown,
        next_character: null,
        licence: { name: expect.stringMatching(/\w/) as unknown },
      });
      await expect(call(client, 'get_section', { title: 'Luke', section: 'Nowhere' })).rejects.toThrow(/no section/);
    });

    test('finds the passages that answer a question', async () => {
      const { passages } = await call<{ passages: object[] }>(client, 'search_passages', {
        query: 'Where did Luke grow up?',
        title: 'Luke',
        limit: 2,
      });
      expect(passages[0]).toMatchObject({
        title: 'Luke Skywalker',
        text: expect.stringContaining('Luke grew up on') as unknown,
      });
    });

    test('walks the map down', async () => {
      const names = async (args: object) =>
        (await call<{ places: { name: string }[] }>(client, 'find_places', args as Record<string, unknown>)).places.map(
          ({ name }) => name,
        );
      expect(await names({})).toContain('Outer Rim Territories');
      expect(await names({ region: 'Outer Rim Territories' })).toContain('Tatoo system');
      expect(await names({ system: 'Tatoo system' })).toEqual(['Tatooine']);
      expect(await names({ planet: 'Tatooine' })).toEqual(['Mos Eisley', 'Mos Eisley Cantina']);
    });

    test('pages go on where they ended', async () => {
      const titles: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page: { articles: Entry[]; next_cursor: string | null } = await call(client, 'list_articles', {
          limit: 7,
          ...(cursor ? { cursor } : {}),
        });
        titles.push(...page.articles.map(({ title }) => title));
        cursor = page.next_cursor;
      } while (cursor);
      const { universes } = await call<{ universes: { articles: number }[] }>(client, 'list_universes');
      expect(new Set(titles).size).toBe(universes[0]?.articles);
    });

    test('gives the same random article for the same seed', async () => {
      const one = await call(client, 'get_random_article', { seed: 'today', categories: ['planets'] });
      expect(one).toMatchObject({ category: 'planets' });
      expect(await call(client, 'get_random_article', { seed: 'today', categories: ['planets'] })).toEqual(one);
    });

    test('what the model can mend is told in words, as an answer', async () => {
      for (const [name, args, words] of [
        ['get_article', { title: 'Lukke Skywalkr' }, /Did you mean “Luke Skywalker”/],
        ['get_article', {}, /title: /],
        ['search_articles', { query: 'x', category: 'nonsense' }, /There is no such category; there are/],
        ['search_articles', { query: 'x', universe: 'nowhere' }, /there are: test_world/],
        ['list_articles', { cursor: 'x' }, /next_cursor/],
        ['list_articles', { limit: 1000 }, /limit: /],
        ['find_places', { region: 'a', planet: 'b' }, /Give one of/],
      ] as const) {
        const result = (await client.callTool({ name, arguments: args })) as CallToolResult;
        expect([name, result.isError, textOf(result)]).toEqual([name, true, expect.stringMatching(words)]);
      }
      await expect(client.callTool({ name: 'delete_everything', arguments: {} })).rejects.toThrow('There is no tool');
    });

    test('every article is a resource; the most linked are listed, and names complete', async () => {
      const { resources } = await client.listResources();
      expect(resources.length).toBeGreaterThan(10);
      for (const { uri } of resources) {
        const { contents } = await client.readResource({ uri });
        expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({ resource: uri });
      }
      const { resourceTemplates } = await client.listResourceTemplates();
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['lore://{universe}/{title}']);
      await expect(client.readResource({ uri: 'lore://test_world/Nobody%20at%20all' })).rejects.toThrow(/no article/);
      await expect(client.readResource({ uri: 'file:///etc/passwd' })).rejects.toThrow(/lore:/);
      const ref = { type: 'ref/resource', uri: 'lore://{universe}/{title}' } as const;
      const complete = (name: string, value: string) =>
        client.complete({ ref, argument: { name, value }, context: { arguments: { universe: 'test_world' } } });
      expect((await complete('universe', 'te')).completion.values).toEqual(['test_world']);
      expect((await complete('title', 'luk')).completion.values).toContain('Luke Skywalker');
    });
  });
}

const TOOL_NAMES = [
  'find_places',
  'get_article',
  'get_links',
  'get_random_article',
  'get_section',
  'list_articles',
  'list_universes',
  'search_articles',
  'search_passages',
];

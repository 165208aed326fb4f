import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { startDemoApi } from '../api/demo-api';
import type { TestApi } from '../api/test-api';
import { describeWithTool } from '../harness/describe-with-tool';

const ROOT = join(__dirname, '../..');
const CLIENTS = join(ROOT, 'clients');
const EXAMPLES = join(ROOT, 'examples');
const PYTHON = '/usr/bin/python3';
const HTTPX = '/usr/lib/python3/dist-packages/httpx/__init__.py';
const MCS = '/usr/bin/mcs';
const JSON_NET = '/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll';
const MINUTES = 60_000;

const run = promisify(execFile);
let api: TestApi;
let dir: string;

beforeAll(async () => {
  api = await startDemoApi();
  dir = mkdtempSync(join(tmpdir(), 'lorekeeper-clients-'));
});
afterAll(async () => {
  await api.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What each example prints of Orsa Quill. */
function expectOrsa(printed: string): void {
  expect(printed).toMatch(/^Orsa Quill \(characters\): \S/);
  expect(printed).toContain('\n  Species: Human\n');
  expect(printed).toContain('ARTICLE_NOT_FOUND: There is no article “Nowhere at all”.');
}

describe('the TypeScript package, as npm packs it', () => {
  beforeAll(async () => {
    await run('npm', ['pack', '--pack-destination', dir], { cwd: join(CLIENTS, 'typescript') });
    const [file = ''] = readdirSync(dir).filter((name) => name.endsWith('.tgz'));
    const home = join(dir, 'node_modules/@lorekeeper/client');
    mkdirSync(home, { recursive: true });
    await run('tar', ['-xzf', join(dir, file), '-C', home, '--strip-components=1']);
  }, MINUTES);

  test('runs the example as an ES module', async () => {
    copyFileSync(join(EXAMPLES, 'typescript/ask.mjs'), join(dir, 'ask.mjs'));
    const { stdout } = await run(process.execPath, ['ask.mjs', 'orsa', api.url], { cwd: dir });
    expectOrsa(stdout);
  });

  test('is required by CommonJS', async () => {
    const program = `const { Lorekeeper } = require('@lorekeeper/client');
      new Lorekeeper({ baseUrl: process.argv[2] }).findArticle({ universe: 'demo', q: 'orsa' })
        .then(({ data }) => console.log(data.article.title));`;
    writeFileSync(join(dir, 'ask.cjs'), program);
    expect((await run(process.execPath, ['ask.cjs', api.url], { cwd: dir })).stdout).toBe('Orsa Quill\n');
  });

  test('goes into a bundle for browsers, which knows nothing of Node', async () => {
    const entry = `import { Lorekeeper } from '@lorekeeper/client';
      found = new Lorekeeper({ baseUrl }).findArticle({ universe: 'demo', q: 'orsa' });`;
    writeFileSync(join(dir, 'entry.mjs'), entry);
    const entryPoints = [join(dir, 'entry.mjs')];
    const { outputFiles } = await build({
      entryPoints,
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
    });
    const web = { fetch, Request, Response, Headers, URL, URLSearchParams, AbortController, TextDecoder, console };
    const page = { ...web, baseUrl: api.url, found: null as Promise<{ data: { article: { title: string } } }> | null };
    runInNewContext(outputFiles[0]?.text ?? '', page);
    expect((await page.found)?.data.article.title).toBe('Orsa Quill');
  });
});

const describePython = describeWithTool(
  [PYTHON, HTTPX],
  'install Debian’s package python3-httpx for the Python client.',
);
describePython('the Python client', () => {
  const env = { ...process.env, PYTHONPATH: join(CLIENTS, 'python'), PYTHONDONTWRITEBYTECODE: '1' };

  test('runs the example', async () => {
    const { stdout } = await run(PYTHON, [join(EXAMPLES, 'python/ask.py'), 'orsa', api.url], { env });
    expectOrsa(stdout);
    expect(stdout).toMatch(/\n {2}picture: \d+ bytes\n {2}others from .*Orsa Quill/);
  });

  test('has every question, and takes what still holds from memory', async () => {
    const program = `
import json, sys, zipfile
from lorekeeper import Lorekeeper, LorekeeperError
with Lorekeeper(sys.argv[1] + "/", "demo") as lore:
    titles = [one["title"] for one in lore.articles(["planets", "species"], limit=3, fields="title")]
    assert "Ansa" in titles and len(titles) == len(set(titles)) > 20, titles
    assert lore.article("/wiki/Orsa_Quill") is lore.article("/wiki/Orsa_Quill")
    assert lore.article_by_id(lore.article("Ansa")["id"])["title"] == "Ansa"
    assert lore.article("Noon/Midnight Treaty")["category"] == "events"
    assert lore.markdown("Ansa").startswith("# Ansa")
    assert lore.batch(["Ansa", "Nowhere"])["missing"] == ["Nowhere"]
    both = list(lore.articles("characters", {"species": ["Human", "Veyran"]}, fields="title"))
    assert len(both) > len(list(lore.articles("characters", {"species": "Veyran"}, fields="title"))) > 0
    assert lore.search("seraphine")["results"][0]["title"] == "Séraphine Vael"
    assert lore.suggest("ors")[0]["title"] == "Orsa Quill"
    assert lore.random(seed="1") == lore.random(seed="1")
    assert lore.links("Ansa", direction="in")["total"] > 0
    assert lore.facets("species", category="characters")[0]["value"] == "Human"
    assert "Human" in lore.form_options()["popular_species"]
    assert "Ansa system" in lore.systems(lore.regions()[0])
    assert lore.planets("Ansa system")[0]["name"] == "Ansa"
    assert "Candlegate" in [one["name"] for one in lore.places("Ansa")]
    assert lore.sections("Orsa Quill", toc=True)["sections"][0]["index"] == 0
    assert lore.passages("Who was Orsa Quill?", limit=1)["passages"][0]["title"] == "Orsa Quill"
    version = lore.download_pack(sys.argv[2], images="none", text=False)
    with zipfile.ZipFile(sys.argv[2]) as pack:
        assert json.loads(pack.read("manifest.json"))["dataset_version"] == version
        assert "texts.ndjson" not in pack.namelist()
    assert [(page["to"], page["items"]) for page in lore.changes(version)] == [(version, [])]
    try:
        list(lore.changes("0" * 32))
        assert False
    except LorekeeperError as problem:
        assert problem.code == "CHANGES_GONE"
    try:
        lore.download_pack(sys.argv[2] + "-", category="nonsense")
        assert False
    except LorekeeperError as problem:
        assert problem.code == "UNKNOWN_CATEGORY"
    print("done")
`;
    const before = api.cache.hits;
    const { stdout } = await run(PYTHON, ['-c', program, api.url, join(dir, 'demo.zip')], { env });
    expect(stdout).toBe('done\n');
    expect(api.cache.hits).toBeGreaterThan(before - 1);
  });
});

const describeMono = describeWithTool(
  [MCS, JSON_NET],
  'install Debian’s packages mono-mcs, libnewtonsoft-json5.0-cil and libmono-system-net-http4.0-cil for the C# client.',
);
const DRIVE_CSHARP = `using System; using System.IO; using System.Linq; using System.Threading.Tasks; using Lorekeeper;
static class Drive {
  static void Main(string[] arguments) { Run(arguments[0]).GetAwaiter().GetResult(); }
  static async Task Run(string address) {
    using (var lore = new LorekeeperClient(address, "demo"))
    using (var pack = new MemoryStream()) {
      var text = await lore.GetSectionsAsync("Orsa Quill");
      Console.WriteLine(text.Sections[0].Index + " " + (text.Sections[0].Text.Length > 0) + " " + text.Licence.Name);
      Console.WriteLine((await lore.SearchPassagesAsync("Who was Orsa Quill?", 1)).Passages[0].Title);
      var version = await lore.DownloadPackAsync(pack, text: false);
      var bytes = pack.ToArray();
      Console.WriteLine((char)bytes[0] + "" + (char)bytes[1]);
      var page = await lore.GetChangesAsync(version);
      Console.WriteLine((page.To == version) + " " + page.Items.Count + " " + (page.NextCursor == null));
      try { await lore.GetChangesAsync(new string('0', 32)); }
      catch (LorekeeperException problem) { Console.WriteLine(problem.Code); }
    }
  }
}
`;
describeMono('the C# client', () => {
  test(
    'has texts, passages, packs and changes',
    async () => {
      const sources = readdirSync(join(CLIENTS, 'csharp/src')).filter((name) => name.endsWith('.cs'));
      const files = [...sources.map((name) => join(CLIENTS, 'csharp/src', name)), join(dir, 'Drive.cs')];
      writeFileSync(join(dir, 'Drive.cs'), DRIVE_CSHARP);
      copyFileSync(JSON_NET, join(dir, 'Newtonsoft.Json.dll'));
      const references = [`-r:${JSON_NET}`, '-r:System.Net.Http.dll'];
      await run(MCS, ['-langversion:7.2', '-warnaserror', ...references, `-out:${join(dir, 'drive.exe')}`, ...files]);
      const { stdout } = await run('mono', [join(dir, 'drive.exe'), api.url]);
      expect(stdout.split('\n')).toEqual([
        expect.stringMatching(/^0 True \S/),
        'Orsa Quill',
        'PK',
        'True 0 True',
        'CHANGES_GONE',
        '',
      ]);
    },
    2 * MINUTES,
  );

  test(
    'is compiled, and runs the example',
    async () => {
      const sources = readdirSync(join(CLIENTS, 'csharp/src')).filter((name) => name.endsWith('.cs'));
      const files = [...sources.map((name) => join(CLIENTS, 'csharp/src', name)), join(EXAMPLES, 'csharp/Ask.cs')];
      copyFileSync(JSON_NET, join(dir, 'Newtonsoft.Json.dll'));
      const references = [`-r:${JSON_NET}`, '-r:System.Net.Http.dll'];
      await run(MCS, ['-langversion:7.2', '-warnaserror', ...references, `-out:${join(dir, 'ask.exe')}`, ...files]);
      const { stdout } = await run('mono', [join(dir, 'ask.exe'), 'orsa', api.url]);
      expectOrsa(stdout);
      expect(stdout).toMatch(/\n {2}picture: \d+ bytes\n {2}others from .*Orsa Quill/);
    },
    2 * MINUTES,
  );
});

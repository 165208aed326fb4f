import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import sharp from 'sharp';
import { MAIN, ms, perSecond } from '../bench.mjs';
import { freePort, root, startProgram, until } from '../lab.mjs';
import { loadAny } from '../any-client.mjs';
import { questionsOf } from '../questions.mjs';

/** Few enough for MediaWiki to take them in within a minute or two. */
const ARTICLES = 1000;
const CONNECTIONS = 8;

/** The same articles and questions through others who serve wikis, where Debian's packages of them are installed. */
export async function sideBySide(bench) {
  const dir = join(bench.work, 'side');
  const dump = join(dir, 'dump.xml');
  bench.invent(join(dir, 'cache'), ARTICLES, ['--dump', dump]);
  const ours = await startProgram(MAIN, bench.env(join(dir, 'cache'), { DATA_DIR: join(dir, 'data') }));
  await until(async () => (await (await fetch(`${ours.url}/prefetch/status`)).json()).is_complete, 120_000);
  const asked = await questionsOf(ours.url, bench.universe);
  const questions = {
    'one article': asked['one article'],
    search: asked.search,
    suggest: asked.suggest,
    '100 planets': asked['100 planets'],
    counts: asked.counts,
  };
  const found = {};
  for (const [name, paths] of Object.entries(questions)) {
    found[name] = await loadAny(ours.url, paths, CONNECTIONS, bench.seconds);
    if (found[name].failed > 0) throw new Error(`${name}: ${found[name].failed} answers failed`);
  }
  await ours.stop();
  for (const start of [kiwix, mediaWiki]) {
    const peer = await start(bench, dir, dump);
    if (typeof peer === 'string') {
      console.log(`skipped: ${peer}`);
      continue;
    }
    try {
      await beside(bench, peer, questions, found);
    } finally {
      await peer.stop();
    }
  }
}

async function beside(bench, peer, questions, found) {
  for (const [name, paths] of Object.entries(questions)) {
    const question = peer.questions[name];
    if (!question) continue;
    const theirPaths = paths.map((path) => question(term(path)));
    const theirs = await loadAny(peer.url, theirPaths, CONNECTIONS, bench.seconds).catch(String);
    if (typeof theirs === 'string') {
      console.log(`skipped: ${name}, beside ${peer.name}, which does not bear it (${theirs})`);
      continue;
    }
    const failed = theirs.failed > 0 ? `, ${theirs.failed} failed` : '';
    bench.row(`${name}, beside ${peer.name}`, {
      value: `${perSecond(found[name].perSecond)}, p50 ${ms(found[name].p50)}`,
      limit: `${perSecond(theirs.perSecond)}, p50 ${ms(theirs.p50)}${failed} of ${peer.name}`,
      ratio: found[name].perSecond / theirs.perSecond,
      atLeast: 1,
    });
  }
}

/** What a path asks for: the query, or the title. */
function term(path) {
  const { searchParams, pathname } = new URL(path, 'http://localhost');
  return searchParams.get('q') ?? decodeURIComponent(pathname.split('/').at(-1));
}

/** Debian's kiwix-serve with a ZIM file of the articles. */
async function kiwix(bench, dir) {
  if (spawnSync('kiwix-serve', ['--version']).error || spawnSync('zimwriterfs', ['--version']).error) {
    return 'Kiwix is not installed: apt-get install kiwix-tools zim-tools';
  }
  const html = join(dir, 'html');
  mkdirSync(html);
  for (const file of bench.nativeFiles(join(dir, 'cache'))) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '') continue;
      const record = JSON.parse(line);
      writeFileSync(join(html, pageName(record.title)), htmlOf(record));
    }
  }
  writeFileSync(join(html, 'index.html'), '<html><head><title>Index</title></head><body>Index</body></html>');
  const illustration = await sharp({ create: { width: 48, height: 48, channels: 3, background: 'navy' } })
    .png()
    .toBuffer();
  writeFileSync(join(html, 'illustration.png'), illustration);
  const zim = join(dir, 'world.zim');
  const options = { welcome: 'index.html', illustration: 'illustration.png', language: 'eng', title: 'World' };
  const texts = { description: 'An invented world', creator: 'Nobody', publisher: 'Nobody', name: 'world' };
  const args = Object.entries({ ...options, ...texts }).map(([name, value]) => `--${name}=${value}`);
  const made = spawnSync('zimwriterfs', [...args, html, zim], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`zimwriterfs: ${made.stderr || made.stdout}`);
  const port = await freePort();
  const child = spawn('kiwix-serve', ['--address=127.0.0.1', `--port=${port}`, '--threads=4', zim], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/`)).ok, 20_000);
  const q = encodeURIComponent;
  return {
    name: 'Kiwix',
    url,
    questions: {
      'one article': (title) => `/world/${q(pageName(title))}`,
      search: (text) => `/search?content=world&pattern=${q(text)}&pageLength=10`,
      suggest: (text) => `/suggest?content=world&term=${q(text)}`,
    },
    stop: async () => {
      child.kill('SIGKILL');
    },
  };
}

/** A name that every file system takes. */
function pageName(title) {
  return `${createHash('md5').update(title).digest('hex')}.html`;
}

function htmlOf({ title, infobox, extract }) {
  const text = (value) => String(value).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const fields = (infobox?.fields ?? []).map(
    ({ label, values }) => `<tr><th>${text(label)}</th><td>${values.map(text).join(', ')}</td></tr>`,
  );
  return `<html><head><meta charset="utf-8"><title>${text(title)}</title></head><body><h1>${text(title)}</h1><p>${text(extract ?? '')}</p><table>${fields.join('')}</table></body></html>`;
}

/** Debian's MediaWiki with the same articles, asked through api.php. */
async function mediaWiki(bench, dir, dump) {
  const script = join(root, '.tmp', 'bench-mediawiki.cjs');
  buildSync({
    entryPoints: [join(root, 'test/harness/real-mediawiki.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  const { missingMediaWiki, RealMediaWiki } = createRequire(import.meta.url)(script);
  rmSync(script);
  const missing = await missingMediaWiki();
  if (missing !== null) return missing;
  const wiki = await RealMediaWiki.start({ workers: 4, settings: '\n$wgMainCacheType = CACHE_DB;\n' });
  await wiki.importDump(dump);
  const api = (params) => `/api.php?${new URLSearchParams({ format: 'json', formatversion: '2', ...params })}`;
  return {
    name: 'MediaWiki',
    url: `http://${wiki.host}`,
    questions: {
      'one article': (titles) =>
        api({ action: 'query', titles, prop: 'revisions|categories', rvprop: 'content', rvslots: 'main' }),
      search: (srsearch) => api({ action: 'query', list: 'search', srsearch, srlimit: '10' }),
      suggest: (search) => api({ action: 'opensearch', search, limit: '10' }),
      '100 planets': () =>
        api({ action: 'query', list: 'categorymembers', cmtitle: 'Category:Planets', cmlimit: '100' }),
      counts: () => api({ action: 'query', meta: 'siteinfo', siprop: 'statistics' }),
    },
    stop: () => wiki.stop(),
  };
}

import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const documents = fileURLToPath(new URL('..', import.meta.url));
const repository = join(documents, '..');
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY = 'lorekeeper/lorekeeper' } = process.env;
const source = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;

/** The documents lead to files beside them, which the site does not have: those links go to the repository. */
function linkToRepository(md) {
  const { link_open: linkAsBefore } = md.renderer.rules;
  md.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const target = tokens[index].attrGet('href') ?? '';
    const [path, anchor = ''] = target.split('#');
    const isRelative = path !== '' && !/^[a-z]+:|^\//i.test(path);
    const file = join(dirname(env.path), decodeURIComponent(path));
    const isOutside = relative(documents, file).startsWith('..') || (!/\.(md|webp|png)$/.test(file) && isRelative);
    if (isRelative && isOutside) {
      if (!existsSync(file)) throw new Error(`${env.relativePath} leads to ${path}, which is not there`);
      const where = relative(repository, file);
      tokens[index].attrSet('href', `${source}/blob/main/${where}${anchor && `#${anchor}`}`);
    }
    return linkAsBefore(tokens, index, options, env, self);
  };
}

/** Code is shown as it is written, with its double braces, which mean something to Vue. */
function takeCodeLiterally(md) {
  const { code_inline: codeAsBefore } = md.renderer.rules;
  md.renderer.rules.code_inline = (...given) => codeAsBefore(...given).replace(/^<code/, '<code v-pre');
}

const page = (text, link) => ({ text, link });

export default defineConfig({
  title: 'Lorekeeper',
  description: 'Keeps a wiki near the game.',
  lang: 'en',
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: true,
  // Any other dead link ends the build.
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    config: (md) => {
      linkToRepository(md);
      takeCodeLiterally(md);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: source }],
    sidebar: [
      {
        text: 'Begin',
        items: [
          page('What it is', '/'),
          page('Quick start', '/quick-start'),
          page('Cookbook for clients', '/client-cookbook'),
          page('Adding a universe', '/adding-a-universe'),
          page('Attribution', '/attribution'),
        ],
      },
      {
        text: 'What it answers',
        items: [
          page('Search', '/search'),
          page('Passages', '/retrieval'),
          page('Exports', '/exports'),
          page('Formats of game tools', '/game-formats'),
          page('For language models', '/mcp'),
        ],
      },
      {
        text: 'Run it',
        items: [
          page('Deployment', '/deployment'),
          page('Operations', '/operations'),
          page('Falling back', '/fallback'),
          page('Faults', '/faults'),
        ],
      },
      {
        text: 'Why it is so',
        collapsed: true,
        items: [
          page('Raw SQL beside TypeORM', '/decisions/0001-raw-sql-beside-typeorm'),
          page('Embedded Postgres', '/decisions/0002-embedded-postgres'),
          page('Builds in a process of their own', '/decisions/0003-builds-in-a-process-of-their-own'),
          page('Built with swc and esbuild', '/decisions/build-with-swc-and-esbuild'),
          page('Rooms as modules', '/decisions/rooms-as-modules'),
          page('One directory', '/decisions/one-directory'),
          page('A search of its own', '/decisions/own-search'),
          page('Texts beside articles', '/decisions/texts-beside-articles'),
          page('Passages from an index on disk', '/decisions/passages-from-an-index-on-disk'),
          page('Jobs in a table of Postgres', '/decisions/jobs-in-a-table'),
          page('Drain after SIGTERM', '/decisions/drain-after-sigterm'),
          page('Traces by OpenTelemetry', '/decisions/traces-by-opentelemetry'),
          page('What was given up', '/decisions/what-was-given-up'),
        ],
      },
    ],
  },
});

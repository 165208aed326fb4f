import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceHome, TestService } from '../harness/service';
import { tempDir } from '../harness/temp-dir';
import { ROOT } from './repository';

/** Bytes of all files below a folder. */
function sizeOf(path: string): number {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((total, name) => total + sizeOf(join(path, name)), 0);
}

describe('F118 the package that npm pack makes', () => {
  let folder: { path: string; remove(): Promise<void> };
  let modules: string;
  beforeAll(async () => {
    folder = await tempDir('package');
    // Without what an npm above this one says of itself.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
    const npm = (args: string[], cwd: string) =>
      execFileSync('npm', [...args, '--prefer-offline'], { cwd, encoding: 'utf8', env, stdio: 'pipe' });
    // The program is built already; `prepack` would only do so again.
    npm(['pack', '--ignore-scripts', '--pack-destination', folder.path], ROOT);
    const [archive = ''] = readdirSync(folder.path);
    const place = join(folder.path, 'empty');
    mkdirSync(place);
    npm(['install', '--no-audit', '--no-fund', join('..', archive)], place);
    modules = join(place, 'node_modules');
  }, 300_000);
  afterAll(() => folder?.remove());

  it('brings the program without what it is built with', () => {
    const own = join(modules, 'lorekeeper');
    for (const file of ['dist/main.js', 'dist/cli.js', 'web/dist/index.html', 'universes/demo.json', 'openapi.json'])
      expect([file, existsSync(join(own, file))]).toEqual([file, true]);
    for (const tool of ['typescript', 'esbuild', '@swc/core', 'vite', '@nestjs/core'])
      expect([tool, existsSync(join(modules, tool))]).toEqual([tool, false]);
    expect(sizeOf(modules)).toBeLessThan(200e6);
  });

  it('serves from an empty folder, and has the commands', async () => {
    const home = new ServiceHome();
    const program = join(modules, 'lorekeeper/bin/lorekeeper.cjs');
    try {
      const service = await TestService.start(home, {
        program,
        env: { DATABASE_URL: 'none', PREFETCH_IMAGES: 'false' },
      });
      try {
        // The first build of the demo may take longer than a request waits.
        let answer = await service.get<{ title: string }>('/api/v1/wiki/demo/planets/Ansa');
        for (let tries = 0; tries < 10 && answer.status === 503; tries++)
          answer = await service.get<{ title: string }>('/api/v1/wiki/demo/planets/Ansa');
        expect(answer.json.title).toBe('Ansa');
      } finally {
        await service.stop();
      }
    } finally {
      home.remove();
    }
    const help = execFileSync(process.execPath, [program, 'cache:import-dump', '--help'], { encoding: 'utf8' });
    expect(help).toContain('--universe');
  }, 120_000);
});

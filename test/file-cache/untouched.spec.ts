import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDataset, findUntouched, type BuildRequest } from '../../src/prefetch/categorise/build-dataset';
import { genericDefinition } from '../../src/universe/universe-definition';
import { tempDir } from '../harness/temp-dir';

describe('a restart with nothing changed', () => {
  let dir: { path: string; remove(): Promise<void> };
  let request: BuildRequest;

  const write = (titles: string[]) => {
    mkdirSync(join(request.sourceDir, 'alpha'), { recursive: true });
    const lines = titles.map((title) => JSON.stringify({ title, infobox: { type: 'Planet', fields: [] } }));
    writeFileSync(join(request.sourceDir, 'alpha/articles.jsonl'), `${lines.join('\n')}\n`);
  };
  const build = () => buildDataset(request, () => undefined);

  beforeEach(async () => {
    dir = await tempDir('untouched');
    request = {
      universe: 'alpha',
      definition: genericDefinition('alpha'),
      indexDir: join(dir.path, 'index'),
      sourceDir: join(dir.path, 'cache'),
      contentDir: join(dir.path, 'content'),
      ttlDays: 7,
      force: false,
      allowShrink: false,
    };
    write(['One', 'Two']);
    await build();
  });
  afterEach(() => dir.remove());

  it('is known without reading the files', async () => {
    const built = await buildDataset({ ...request, force: true }, () => undefined);
    expect(await findUntouched(request)).toBe(built.status === 'built' ? built.key : 'not built');
    expect(await build()).toMatchObject({ status: 'unchanged' });
  });

  it('is not one where the files, the rules or the wish are others', async () => {
    expect(await findUntouched({ ...request, force: true })).toBeNull();
    const definition = { ...request.definition, articleUrl: 'https://alpha.example/wiki/$1' };
    expect(await findUntouched({ ...request, definition })).toBeNull();
    expect(await buildDataset({ ...request, definition }, () => undefined)).toMatchObject({ status: 'built' });
    expect(await findUntouched({ ...request, definition })).not.toBeNull();
    write(['One', 'Two', 'Three']);
    expect(await findUntouched({ ...request, definition })).toBeNull();
  });

  it.each(['dir', 'rows'])('is not one where the %s file is cut or gone', async (kind) => {
    const index = request.indexDir;
    const [name = ''] = readdirSync(index).filter((one) => one.endsWith(`.${kind}`));
    if (kind === 'dir') truncateSync(join(index, name), 100);
    else rmSync(join(index, name));
    expect(await findUntouched(request)).toBeNull();
    expect(await build()).toMatchObject({ status: 'built' });
  });
});

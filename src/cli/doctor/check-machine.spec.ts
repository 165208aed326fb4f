import fs from 'node:fs/promises';
import { parseConfig } from '../../config/parse-config';
import { checkFolders } from './check-machine';
import type { Finding } from './finding';

const config = parseConfig({ CACHE_DIR: '/x/cache' }, { stdoutIsTerminal: false, packageDir: '/x' });
afterEach(() => jest.restoreAllMocks());

async function find(what: string): Promise<Finding | undefined> {
  return (await checkFolders(config)).find((finding) => finding.what === what);
}

it('a folder that cannot be reached does not count as one that need not be there', async () => {
  jest.spyOn(fs, 'stat').mockRejectedValue(Object.assign(new Error('EACCES'), { code: 'EACCES' }));
  expect(await find('CACHE_DIR')).toMatchObject({
    state: 'problem',
    says: expect.stringContaining('cannot be reached (EACCES)'),
    todo: expect.stringContaining('folders above'),
  });
});

it.each([
  ['Space for IMAGE_CACHE_DIR', 0.9e9, 'problem', /no image is stored/],
  ['Space for IMAGE_CACHE_DIR', 1.5e9, 'warning', /in time/],
  ['Space for DATA_DIR', 0.9e9, 'warning', /in time/],
  ['Space for DATA_DIR', 0.1e9, 'problem', /full disk/],
])('%s with %d bytes free is a %s', async (what, free, state, todo) => {
  jest.spyOn(fs, 'statfs').mockResolvedValue({ bavail: free, bsize: 1 } as Awaited<ReturnType<typeof fs.statfs>>);
  expect(await find(what)).toMatchObject({ state, todo: expect.stringMatching(todo) });
});

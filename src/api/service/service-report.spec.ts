import fs, { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../config/parse-config';
import { ServiceReport, type ReportParts } from './service-report';

const FILES = [
  'star_Sun.json',
  'star_Wars_of_the_suns.json',
  'star_wars_Luke_Skywalker.json',
  'star_wars_Tatooine.json',
  'star_trek_Spock.json',
  'star_wars_notes.txt',
];

describe('the file cache in the statistics of a universe', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'report-'));
    await mkdir(join(home, 'content'));
    for (const name of FILES) await writeFile(join(home, 'content', name), '{}');
  });
  afterAll(() => rm(home, { recursive: true }));

  it.each([
    [['star', 'star_wars', 'star_trek'], 'star', 2],
    [['star', 'star_wars', 'star_trek'], 'star_wars', 2],
    [['star_wars', 'star_trek'], 'star', 2],
    [['star'], 'star', 5],
    [['star', 'star_wars', 'star_trek'], 'nowhere', 0],
  ])('of %j, %s has %i files', async (known, universe, files) => {
    const { file_cache } = await report(known, join(home, 'content')).statistics(universe);
    expect([file_cache.files, file_cache.bytes]).toEqual([files, files * 2]);
  });

  it.each([
    ['is not there', 'none'],
    ['is a file', 'content/star_Sun.json'],
  ])('is empty where the folder %s', async (_what, dir) => {
    const { file_cache } = await report(['star'], join(home, dir)).statistics('star');
    expect(file_cache).toMatchObject({ exists: false, files: 0, bytes: 0 });
  });

  it('is empty where CACHE_DIR cannot be read', async () => {
    const refused = Object.assign(new Error('EACCES: refused, scandir'), { code: 'EACCES', syscall: 'scandir' });
    const readdir = jest.spyOn(fs, 'readdir').mockRejectedValue(refused);
    const { file_cache } = await report(['star'], join(home, 'none')).statistics('star');
    expect(file_cache).toMatchObject({ exists: false, files: 0, bytes: 0, created_at: null });
    readdir.mockRestore();
  });

  it('is found by one walk through the folder, however many ask at once', async () => {
    const asked = report(['star', 'star_wars'], join(home, 'content'));
    const opened = jest.spyOn(fs, 'opendir');
    const answers = await Promise.all(Array.from({ length: 20 }, () => asked.statistics('star')));
    expect(answers.map(({ file_cache }) => file_cache.files)).toEqual(new Array(20).fill(3));
    expect(opened).toHaveBeenCalledTimes(1);
    opened.mockRestore();
  });

  function report(known: string[], contentDir: string): ServiceReport {
    const config = parseConfig(
      { CACHE_DIR: join(home, 'cache'), CONTENT_DIR: contentDir },
      { stdoutIsTerminal: false, packageDir: home },
    );
    const parts = {
      postgres: {
        health: () => ({ connected: false }),
        sizes: () => Promise.resolve({ bytes: 0, tables: {} }),
        recentOperations: () => Promise.resolve([]),
      },
      images: { stats: () => ({}) },
      catalogue: { current: () => null },
      universes: () => known,
    } as unknown as ReportParts;
    return new ServiceReport('0', config, parts);
  }
});

import { findMisspelt } from './misspelt-variables';
import { parseConfig } from './parse-config';

const SURROUNDINGS = { stdoutIsTerminal: false, packageDir: '/package' };

describe('variables that look like ours', () => {
  it.each([
    ['UNIVERSE', 'UNIVERSES'],
    ['universes', 'UNIVERSES'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['DATABASE-URL', 'DATABASE_URL'],
    ['DATBASE_URL', 'DATABASE_URL'],
    ['REDIS_URI', 'REDIS_URL'],
    ['IMAGE_CACHE_DIRECTORY', null],
    ['IMAGE_CACHE', 'IMAGE_CACHE_DIR'],
    ['PREFETCH', 'PREFETCH_ON_START'],
    ['PREFETCH_IMAGE', 'PREFETCH_IMAGES'],
    ['ADMIN_APIKEY', 'ADMIN_API_KEY'],
    ['ADMIN_KEY', null],
    ['Port', 'PORT'],
    ['DRAIN_SECOND', 'DRAIN_SECONDS'],
    ['LOG_LEVEL', null],
    ['HOSTNAME', null],
    ['POST', null],
    ['PATH', null],
    ['HOME', null],
    ['PWD', null],
    ['NODE_ENV', null],
    ['LANG', null],
    ['POSTGRES_PASSWORD', null],
    ['npm_config_cache', null],
  ])('%s means %s', (name, meant) => {
    const { misspelt } = parseConfig({ [name]: 'x', LOG_LEVEL: 'info' }, SURROUNDINGS);
    expect(misspelt).toEqual(meant === null ? [] : [{ name, meant }]);
  });

  it('are not those that are read', () => {
    expect(findMisspelt(['CACHE_DIR', 'DATA_DIR'], ['CACHE_DIR', 'DATA_DIR'])).toEqual([]);
  });
});

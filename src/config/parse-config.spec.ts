import { ConfigError, parseConfig } from './parse-config';

const SURROUNDINGS = { stdoutIsTerminal: false, packageDir: '.' };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env, SURROUNDINGS);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('F104 the names of universes', () => {
  it.each([
    ['UNIVERSES', 'canon'],
    ['UNIVERSES', 'star_wars,image-proxy'],
    ['UNIVERSES', 'star_wars, Star Trek'],
    ['UNIVERSES', '../star_wars'],
    ['UNIVERSES', `a${'b'.repeat(50)}`],
    ['DEFAULT_UNIVERSE', 'locations'],
    ['DEFAULT_UNIVERSE', '1st'],
  ])('%s=%s is refused with what is right', (name, value) =>
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be .*star_wars: .*none of canon, locations,`)),
    ]),
  );

  it.each([
    ['UNIVERSES', 'star_wars, canon_2,'],
    ['DEFAULT_UNIVERSE', 'lotr'],
  ])('%s=%s is understood', (name, value) => expect(problemsOf({ [name]: value })).toEqual([]));
});

describe('who does work in the background', () => {
  const REDIS_URL = 'redis://localhost:6379';
  it.each([
    [{}, 'inline'],
    [{ REDIS_URL }, 'redis'],
    [{ REDIS_URL, JOBS: 'inline' }, 'inline'],
    [{ REDIS_URL, JOBS: 'Postgres' }, 'postgres'],
    [{ JOBS: 'postgres' }, 'postgres'],
  ])('%j: %s', (env, jobs) => expect(parseConfig(env, SURROUNDINGS).jobs).toBe(jobs));

  it.each([
    [{ JOBS: 'rabbit' }, /^JOBS must be one of inline, redis, postgres$/],
    [{ JOBS: 'redis' }, /^REDIS_URL must be set where JOBS is redis/],
    [{ JOBS: 'redis', REDIS_URL: 'foo' }, /^REDIS_URL must be a URL/],
    [{ JOBS: 'postgres', DATABASE_URL: 'none' }, /^JOBS must be inline or redis where DATABASE_URL is none$/],
  ])('%j is refused', (env, problem) => expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]));
});

describe('traces', () => {
  const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const tracingOf = (env: Record<string, string>) => parseConfig(env, SURROUNDINGS).tracing;

  it('are off without a collector, whatever else is set', () => {
    expect(tracingOf({ OTEL_SERVICE_NAME: 'lore', OTEL_TRACES_SAMPLER: 'always_on' })).toBeNull();
  });

  it('go by the variables of the standard', () => {
    const headers = 'authorization=Basic%20YTpi==, x-scope=1';
    expect(tracingOf({ [ENDPOINT]: 'http://collector:4318/', OTEL_EXPORTER_OTLP_HEADERS: headers })).toEqual({
      endpoint: 'http://collector:4318',
      headers: { authorization: 'Basic YTpi==', 'x-scope': '1' },
      serviceName: 'lorekeeper',
      sampler: 'parentbased_always_on',
      ratio: 1,
    });
    const ratio = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '.25', OTEL_SERVICE_NAME: 'lore' };
    expect(tracingOf({ [ENDPOINT]: 'http://collector', ...ratio })).toMatchObject({
      serviceName: 'lore',
      sampler: 'traceidratio',
      ratio: 0.25,
    });
  });

  it.each([
    [ENDPOINT, 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'secret'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%0d%0ab'],
    ['OTEL_TRACES_SAMPLER', 'some'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'ten'],
  ])('%s=%s is refused, and not repeated', (name, value) => {
    const [problem = ''] = problemsOf({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name} must be `));
    expect(problem.slice(name.length)).not.toContain(value);
  });
});

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

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    men: 'man',
    women: 'woman',
    children: 'child',
    feet: 'foot',
    teeth: 'tooth',
    mice: 'mouse',
    geese: 'goose',
    knives: 'knife',
    wives: 'wife',
    lives: 'life',
    wolves: 'wolf',
    elves: 'elf',
    dwarves: 'dwarf',
    thieves: 'thief',
    halves: 'half',
    staves: 'staff',
    scarves: 'scarf',
    nebulae: 'nebula',
    phenomena: 'phenomenon',
    millennia: 'millennium',
    automata: 'automaton',
    alumni: 'alumnus',
    fungi: 'fungus',
    viruses: 'virus',
    crises: 'crisis',
    prostheses: 'prosthesis',
    medias: 'media',
    movies: 'movie',
    zombies: 'zombie',
    cookies: 'cookie',
    oases: 'oasis',
    axes: 'axe',
    caches: 'cache',
    avalanches: 'avalanche',
    toes: 'toe',
    shoes: 'shoe',
    canoes: 'canoe',
    buses: 'bus',
    gases: 'gas',
    quizzes: 'quiz',
    lenses: 'lens',
  }),
);
/** Singular although they end in "s", or the same in both numbers. */
const UNCHANGED: ReadonlySet<string> = new Set(
  'species subspecies series headquarters corps clothes cybernetics politics physics robotics mathematics economics'.split(
    ' ',
  ),
);

/** The singular of an English noun in lower case: `batteries` -> `battery`, `classes` -> `class`, `series` stays. */
export function singular(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (!word.endsWith('s') || word.length < 4 || UNCHANGED.has(word)) return manAsPlural(word);
  if (word.endsWith('ies')) return word.length > 4 ? word.slice(0, -3) + 'y' : word.slice(0, -1);
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(word)) return word.slice(0, -2);
  if (/(?:ss|us|is)$/.test(word)) return word;
  return word.slice(0, -1);
}

/** `noblemen` -> `nobleman`, `policewomen` -> `policewoman`; other words unchanged. */
function manAsPlural(word: string): string {
  return word.length > 4 && word.endsWith('men') && word !== 'specimen' ? word.slice(0, -3) + 'man' : word;
}

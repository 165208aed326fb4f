/** What people put before a name that the name itself may lack, folded. */
const RANKS: ReadonlySet<string> = new Set(
  (
    'the mr mrs ms miss dr doctor professor sir dame lord lady king queen prince princess emperor empress duke ' +
    'duchess count countess baron baroness captain commander commodore admiral general colonel major lieutenant ' +
    'sergeant corporal private marshal chief boss master grand high supreme chancellor president senator minister ' +
    'governor moff mayor judge ambassador director agent officer brother sister father mother uncle aunt old young'
  ).split(' '),
);

/** How questions begin; the longest first. */
const QUESTIONS: readonly string[][] = [
  'tell me about',
  'tell me more about',
  'what do you know about',
  'what happened at',
  'what happened in',
  'what happened to',
  'what about',
  'who is',
  'who are',
  'who was',
  'who were',
  'whos',
  'what is',
  'what are',
  'what was',
  'what were',
  'whats',
  'where is',
  'where are',
  'where was',
  'wheres',
  'when is',
  'when was',
  'how is',
  'show me',
]
  .map((question) => question.split(' '))
  .sort((a, b) => b.length - a.length);

/** The folded words without the beginning of a question. Never empty. */
export function withoutQuestion(words: readonly string[]): readonly string[] {
  const question = QUESTIONS.find(
    (asked) => words.length > asked.length && asked.every((word, i) => words[i] === word),
  );
  const rest = question ? words.slice(question.length) : words;
  return rest.length > 1 && question && rest.at(-1) === '?' ? rest.slice(0, -1) : rest;
}

/** The folded words without the ranks and articles in front. Never empty. */
export function withoutRanks(words: readonly string[]): readonly string[] {
  let start = 0;
  while (start < words.length - 1 && RANKS.has(words[start]!)) start++;
  return words.slice(start);
}

import { z } from 'zod';
import { Problem, PROBLEMS, type ProblemCode } from '../../problem/problem';
import { problemDocument } from '../http/problem-document';
import type { Json } from './json-schema';

/** An RFC 9457 problem document; each kind may have members of its own. */
export const problem = z
  .looseObject({
    type: z.string().meta({ description: 'A URI that names the kind.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What went wrong, in words for the caller.' }),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' });

/** The responses of these problems by status, with an example of each. */
export function problemResponses(codes: Iterable<ProblemCode>): Record<string, Json> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes))
    byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => {
      const examples = Object.fromEntries(ofStatus.map((code) => [code, { value: exampleOf(code) }]));
      const schema = { $ref: '#/components/schemas/Problem' };
      const description = ofStatus.map((code) => PROBLEMS[code].title).join('; ') + '.';
      return [status, { description, content: { 'application/problem+json': { schema, examples } } }];
    }),
  );
}

const REFUSED = 'must be a whole number from 1 to 5000';
/** Words and members of the problems whose title alone says too little. */
const EXAMPLES: Partial<Record<ProblemCode, [string, Json]>> = {
  BAD_PARAMETER: [`limit ${REFUSED}.`, { parameter: 'limit', errors: [{ parameter: 'limit', message: REFUSED }] }],
  BAD_REQUEST: ['The body is not valid JSON.', {}],
  UNKNOWN_UNIVERSE: ['There is no universe "nowhere"; there are: demo', { universes: ['demo'] }],
  UNKNOWN_CATEGORY: [
    'There is no such category; there are characters, planets, weapons.',
    { categories: ['characters', 'planets', 'weapons'] },
  ],
  ARTICLE_NOT_FOUND: [
    'There is no article “Orsa Qill”. Did you mean “Orsa Quill”?',
    { suggestions: [{ title: 'Orsa Quill', category: 'characters' }] },
  ],
};

function exampleOf(code: ProblemCode): Json {
  const [detail, members] = EXAMPLES[code] ?? [`${PROBLEMS[code].title}.`, {}];
  return problemDocument(new Problem(code, detail, members), '1a5dff216b-7');
}

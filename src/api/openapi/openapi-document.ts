import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Problem, PROBLEMS, type ProblemCode } from '../../problem/problem';
import { VARIANT_WIDTHS } from '../../images/store/variant-folder';
import { problemDocument } from '../http/problem-document';
import { componentSchemas, type AnswerName } from './answers';
import { EXAMPLES } from './examples';
import { OPERATIONS, type Operation } from './operations';

type Json = Record<string, unknown>;

interface Parameter extends Json {
  name: string;
  in: string;
}

const WILDCARD = '/api/v1/wiki/{universe}/{category}/{path}';
const ARTICLE = '/api/v1/wiki/{universe}/{category}/{title}';
const INTERNAL_PATHS = new Set(['/docs/{file}']);

const DESCRIPTION = [
  'Keeps a wiki near the game: serves the articles of fictional universes to game clients.',
  'Every answer carries `X-Request-Id`; every answer with data carries `X-Data-Source` and an `ETag`, and `If-None-Match` is answered with 304.',
  'Errors are problem documents (RFC 9457) whose `code` is one of the list of the `Problem` schema.',
].join('\n\n');

/**
 * The OpenAPI 3.1 document: paths and parameters as the controllers declare them, answers and examples from the
 * tables beside this file. Throws where the two disagree, so that nothing stays undocumented.
 */
export function openApiDocument(app: INestApplication, version: string): Json {
  const config = new DocumentBuilder()
    .setTitle('Lorekeeper')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .build();
  const explored = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
  }) as unknown as { openapi: string; info: Json; paths: Record<string, Record<string, Json>> };
  return {
    openapi: explored.openapi,
    info: { ...explored.info, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: ['Wiki', 'Service', 'Prefetch', 'Admin'].map((name) => ({ name })),
    paths: describePaths(explored.paths),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function describePaths(explored: Record<string, Record<string, Json>>): Json {
  const paths: Record<string, Json> = {};
  const undocumented: string[] = [];
  const missing = new Set(Object.keys(OPERATIONS));
  for (const [exploredPath, methods] of Object.entries(explored)) {
    const path = exploredPath === WILDCARD ? ARTICLE : exploredPath;
    if (INTERNAL_PATHS.has(path)) continue;
    for (const [method, operation] of Object.entries(methods)) {
      const key = `${method.toUpperCase()} ${path}`;
      const known = OPERATIONS[key];
      if (!known) undocumented.push(key);
      else (paths[path] ??= {})[method] = describe(path, operation, known);
      missing.delete(key);
    }
  }
  if (undocumented.length > 0) throw new Error(`not documented: ${undocumented.join(', ')}`);
  if (missing.size > 0) throw new Error(`documented, but not there: ${[...missing].join(', ')}`);
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function describe(path: string, explored: Json, known: Operation): Json {
  const parameters = [...((explored.parameters as Parameter[] | undefined) ?? []), ...moreParameters(path)];
  return {
    operationId: known.id ?? explored.operationId,
    tags: [known.tag],
    summary: known.summary,
    ...(known.isAdmin ? { security: [{ apiKey: [] }, { bearer: [] }] } : {}),
    ...(parameters.length > 0 ? { parameters: parameters.map(tidyParameter) } : {}),
    ...(path.endsWith('/batch') ? { requestBody: batchBody(explored) } : {}),
    responses: responsesOf(known, !path.endsWith('/batch')),
  };
}

function tidyParameter(parameter: Parameter): Json {
  const schema = { ...(parameter.schema as Json) };
  const { description, example } = schema;
  delete schema.description;
  delete schema.example;
  return {
    name: parameter.name,
    in: parameter.in,
    required: parameter.in === 'path' || parameter.required === true,
    ...(description === undefined ? {} : { description }),
    ...(parameter.style === undefined ? {} : { style: parameter.style, explode: parameter.explode }),
    schema,
    ...(example === undefined ? {} : { example }),
  };
}

/** Parameters that the explorer cannot see. */
function moreParameters(path: string): Parameter[] {
  if (path === ARTICLE) {
    const description = 'Title or redirect; spaces or underscores; slashes raw or encoded.';
    return [{ name: 'title', in: 'path', schema: { type: 'string', description, example: 'Tatooine' } }];
  }
  if (path.endsWith('/articles')) {
    const description = 'Content field to value: `filter[species]=Human`; repeated: any of them.';
    const values = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
    const schema = { type: 'object', additionalProperties: values, description };
    return [{ name: 'filter', in: 'query', style: 'deepObject', explode: true, schema }];
  }
  if (!path.endsWith('/image-proxy')) return [];
  const url = { type: 'string', maxLength: 2048, description: 'Address of the image.' };
  const format = {
    type: 'string',
    enum: ['webp', 'avif', 'jpeg', 'png', 'auto'],
    description: 'Format of the variant.',
  };
  return [
    { name: 'url', in: 'query', required: true, schema: url },
    { name: 'w', in: 'query', schema: { type: 'integer', enum: [...VARIANT_WIDTHS], description: 'Width.' } },
    { name: 'format', in: 'query', schema: format },
  ];
}

function batchBody(explored: Json): Json {
  const body = explored.requestBody as { content: Record<string, Json> };
  const schema = Object.values(body.content)[0]?.schema;
  return { required: true, content: { 'application/json': { schema, example: { titles: ['Veyra', 'Nowhere'] } } } };
}

function responsesOf(known: Operation, isCacheable: boolean): Json {
  const { answer, isData = false, isAdmin = false, problems = [], headers = [] } = known;
  const shown = [...(isData ? ['X-Data-Source', 'ETag'] : []), 'X-Request-Id', ...headers];
  const responses: Record<string, Json> = {
    [known.status ?? 200]: {
      description: typeof answer === 'string' ? known.summary : answer.description,
      headers: Object.fromEntries(shown.map((name) => [name, { schema: { type: 'string' } }])),
      content:
        typeof answer === 'string' ? jsonContent(answer) : { [answer.mediaType]: { schema: { type: 'string' } } },
    },
  };
  if (isData && isCacheable) responses[304] = { description: 'The answer is the one whose ETag was sent.' };
  const codes: ProblemCode[] = [
    ...problems,
    ...(isAdmin ? (['UNAUTHORIZED'] as const) : []),
    'RATE_LIMITED',
    'INTERNAL',
  ];
  for (const [status, examples] of byStatus(codes)) {
    responses[status] = {
      description: Object.keys(examples).join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
    };
  }
  return responses;
}

function jsonContent(answer: AnswerName): Json {
  const schema = { $ref: `#/components/schemas/${answer}` };
  return { 'application/json': { schema, example: EXAMPLES[answer] } };
}

function byStatus(codes: readonly ProblemCode[]): [number, Record<string, Json>][] {
  const statuses = new Map<number, Record<string, Json>>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    const examples = statuses.get(status) ?? {};
    examples[code] = { value: exampleProblem(code) };
    statuses.set(status, examples);
  }
  return [...statuses].sort(([a], [b]) => a - b);
}

/** Words and members of the problems whose title alone says too little. */
const PROBLEM_EXAMPLES: Partial<Record<ProblemCode, [string, Json]>> = {
  BAD_PARAMETER: [
    'limit must be a whole number from 1 to 5000.',
    { parameter: 'limit', errors: [{ parameter: 'limit', message: 'must be a whole number from 1 to 5000' }] },
  ],
  UNKNOWN_UNIVERSE: ['There is no universe "nowhere"; there are: demo', { universes: ['demo'] }],
  UNKNOWN_CATEGORY: [
    'There is no such category; there are characters, planets, weapons.',
    { categories: ['characters', 'planets', 'weapons'] },
  ],
  ARTICLE_NOT_FOUND: [
    'There is no article “Veira”. Did you mean “Veyra”?',
    { suggestions: [{ title: 'Veyra', category: 'planets' }] },
  ],
};

function exampleProblem(code: ProblemCode): Json {
  const [detail, members] = PROBLEM_EXAMPLES[code] ?? [`${PROBLEMS[code].title}.`, {}];
  return problemDocument(new Problem(code, detail, members), '1a5dff216b-7');
}

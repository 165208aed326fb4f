import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { z } from 'zod';
import type { ProblemCode } from '../../problem/problem';
import { UNLIMITED } from '../http/rate-limiter';
import { SchemaCollection, schemaOfParameters, type Json } from './json-schema';
import { TAGS, type Media, type Operation } from './operation';
import { OPERATIONS, type OperationId } from './operations';
import { problem, problemResponses } from './problem-responses';

interface Explored extends Json {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Json;
}

/** What the router calls the rest of an address. */
const WILDCARD = '{path}';
/** Files and views of pages for people. */
const INTERNAL_PATHS = new Set([
  '/docs/{file}',
  '/assets/{file}',
  '/favicon.ico',
  '/robots.txt',
  '/sitemap.xml',
  '/status',
  '/{universe}',
  '/{universe}/{category}',
  '/{universe}/{category}/{path}',
]);

const DESCRIPTION = [
  'Keeps a wiki near the game: serves the articles of fictional universes to game clients.',
  'Every answer carries `X-Request-Id`; every answer with data carries `X-Data-Source` and an `ETag`, and `If-None-Match` is answered with 304.',
  'Errors are problem documents (RFC 9457) whose `code` is one of the list of the `Problem` schema.',
  'Examples are of the bundled demo universe; their long lists are cut short.',
].join('\n\n');

const HEADERS: Record<string, string> = {
  'X-Request-Id': 'The id of the request, as the log has it.',
  'X-Data-Source': '`postgres` or `file`: which store answered.',
  'X-Dataset-Version': 'The version of the dataset that answered; left out where several did.',
  ETag: 'Holds while the data do.',
  'X-Total-Count': 'How many there are in all.',
  'X-Cache': '`HIT`, `MISS` or `STALE`: whether the image was stored already.',
};

/** The OpenAPI 3.1 document. Throws where routes and described operations disagree. */
export function openApiDocument(
  app: INestApplication,
  version: string,
  examples: Partial<Record<OperationId, unknown>>,
): Json {
  const schemas = new SchemaCollection();
  schemas.ofAnswer(problem);
  const paths = describePaths(explore(app), (path, explored, operation) =>
    describe(path, explored, operation, { schemas, example: examples[explored.operationId as OperationId] }),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lorekeeper',
      description: DESCRIPTION,
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'Lorekeeper' },
    },
    servers: [{ url: '/' }],
    security: [],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: sorted(schemas.components),
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
      ),
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

/** Paths, parameters and bodies as the controllers declare them. */
function explore(app: INestApplication): Record<string, Record<string, Explored>> {
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build(), {
    operationIdFactory: (_controller, method) => method,
    standardSchemaConverter: (schema) => ({ schema: schemaOfParameters(schema as z.ZodType) }),
  });
  return document.paths as unknown as Record<string, Record<string, Explored>>;
}

function describePaths(
  explored: Record<string, Record<string, Explored>>,
  describeOne: (path: string, explored: Explored, operation: Operation) => Json,
): Json {
  const paths: Record<string, Json> = {};
  const missing = new Set<string>(Object.keys(OPERATIONS));
  for (const [routed, methods] of Object.entries(explored)) {
    if (INTERNAL_PATHS.has(routed)) continue;
    const path = routed.replace(WILDCARD, '{title}');
    for (const [method, one] of Object.entries(methods)) {
      const operation = (OPERATIONS as Record<string, Operation>)[one.operationId];
      if (!operation) throw new Error(`not described: ${one.operationId} (${method} ${path})`);
      (paths[path] ??= {})[method] = describeOne(path, one, operation);
      missing.delete(one.operationId);
    }
  }
  if (missing.size > 0) throw new Error(`described, but not there: ${[...missing].join(', ')}`);
  return sorted(paths);
}

function describe(
  path: string,
  { operationId, parameters = [], requestBody }: Explored,
  operation: Operation,
  made: { schemas: SchemaCollection; example: unknown },
): Json {
  const { tag, summary, description, isAdmin = false, title } = operation;
  const all = [...parameters, ...(path.endsWith('{title}') ? [titleParameter(title)] : [])];
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(isAdmin ? { security: [{ apiKey: [] }, { bearer: [] }] } : {}),
    ...(all.length > 0 ? { parameters: all.map(describeParameter) } : {}),
    ...(requestBody ? { requestBody: describeBody(requestBody) } : {}),
    responses: {
      ...successes(operation, made),
      ...problemResponses(problemsOf(path, operation, requestBody !== undefined)),
    },
  };
}

const TITLE = {
  description: 'Title or redirect; spaces or underscores; slashes raw or encoded.',
  example: 'Orsa Quill',
};

function titleParameter(documented = TITLE): Parameter {
  return { name: 'title', in: 'path', schema: { type: 'string', ...documented } };
}

function describeParameter({ name, in: place, required, schema }: Parameter): Json {
  const { description, example, ...rest } = schema;
  return {
    name,
    in: place,
    required: place === 'path' || required === true,
    description,
    ...(rest.type === 'object' ? { style: 'deepObject', explode: true } : {}),
    schema: rest,
    ...(example === undefined ? {} : { example }),
  };
}

/** A body's example is made of those of its members. */
function describeBody({ content }: NonNullable<Explored['requestBody']>): Json {
  const schema = Object.values(content)[0]?.schema ?? {};
  const members = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const example = Object.fromEntries(members.map(([name, member]) => [name, member.example]));
  return { required: true, content: { 'application/json': { schema, example } } };
}

function successes(operation: Operation, made: { schemas: SchemaCollection; example: unknown }): Json {
  const { answer, orElse, isData = false, isConditional = false, headers = [], status = 200, summary } = operation;
  const names = ['X-Request-Id', ...(isData ? ['X-Data-Source', 'X-Dataset-Version', 'ETag'] : []), ...headers];
  const media: Record<string, Json> =
    'mediaType' in answer
      ? { [answer.mediaType]: mediaSchema(answer) }
      : { 'application/json': { schema: made.schemas.ofAnswer(answer), example: made.example } };
  if (orElse) media[orElse.mediaType] = mediaSchema(orElse);
  return {
    [status]: {
      description: 'mediaType' in answer ? answer.description : `${summary}.`,
      headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
      content: media,
    },
    ...(isConditional ? { 304: { description: 'The answer is the one whose ETag was sent.' } } : {}),
  };
}

function mediaSchema({ mediaType }: Media): Json {
  return { schema: mediaType === 'application/json' ? { type: 'object' } : { type: 'string' } };
}

function problemsOf(path: string, operation: Operation, hasBody: boolean): ProblemCode[] {
  const { problems = [], isAdmin = false } = operation;
  return [
    ...problems,
    // A path can hold a malformed percent-encoding, a body malformed JSON.
    ...(path.includes('{') || hasBody ? (['BAD_REQUEST'] as const) : []),
    ...(hasBody ? (['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(isAdmin ? (['UNAUTHORIZED'] as const) : []),
    ...(UNLIMITED.has(path) ? [] : (['RATE_LIMITED', 'SHUTTING_DOWN'] as const)),
    'INTERNAL',
  ];
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// Writes clients/typescript/src/generated.ts from openapi.json: a type for each schema, a method for each operation.
// With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const document = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'));

const isName = (name) => /^[A-Za-z_$][\w$]*$/.test(name);
const property = (name) => (isName(name) ? name : JSON.stringify(name));
const comment = (text) => (text ? `/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n` : '');

/** A JSON Schema as a TypeScript type. */
function typeOf(schema) {
  if (!schema) return 'unknown';
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'array':
      return `Array<${typeOf(schema.items)}>`;
    default:
      return objectType(schema);
  }
}

function objectType(schema) {
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {}).map(
    ([name, member]) =>
      `${comment(member.description)}${property(name)}${required.has(name) ? '' : '?'}: ${typeOf(member)};`,
  );
  const rest = schema.additionalProperties;
  if (rest)
    members.push(`[name: string]: ${Object.keys(rest).length > 0 && rest !== true ? typeOf(rest) : 'unknown'};`);
  return members.length === 0 ? 'Record<string, unknown>' : `{\n${members.join('\n')}\n}`;
}

/** The media type and type of an operation's answer. */
function answerOf(operation) {
  const status = Object.keys(operation.responses).find((code) => code.startsWith('2'));
  const [mediaType, media] = Object.entries(operation.responses[status].content)[0];
  if (mediaType === 'application/json' && media.schema.$ref) return { kind: 'json', type: typeOf(media.schema) };
  if (mediaType === 'application/json') return { kind: 'json', type: 'Record<string, unknown>' };
  if (mediaType === 'text/event-stream') return { kind: 'events', type: 'ReadableStream<Uint8Array>' };
  return mediaType.startsWith('text/') ? { kind: 'text', type: 'string' } : { kind: 'bytes', type: 'Uint8Array' };
}

function argumentsOf(operation, pathParameters) {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const list = pathParameters.map((name) => `${name}: string`);
  const body = operation.requestBody?.content['application/json'].schema;
  if (body) list.push(`body: ${typeOf(body)}`);
  if (query.length > 0) {
    const members = query.map(
      (parameter) =>
        `${comment(parameter.description)}${property(parameter.name)}${parameter.required ? '' : '?'}: ${typeOf(parameter.schema)};`,
    );
    const isOptional = !query.some((parameter) => parameter.required);
    list.push(`query: {\n${members.join('\n')}\n}${isOptional ? ' = {}' : ''}`);
  }
  return { list, hasQuery: query.length > 0, hasBody: body !== undefined };
}

function methodOf(path, method, operation) {
  const pathParameters = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const { list, hasQuery, hasBody } = argumentsOf(operation, pathParameters);
  const { kind, type } = answerOf(operation);
  const address = path.replace(/\{(\w+)\}/g, (_, name) => `\${encodeURIComponent(${name})}`);
  const request = [
    `method: '${method.toUpperCase()}'`,
    `path: \`${address}\``,
    `answer: '${kind}'`,
    ...(hasQuery ? ['query'] : []),
    ...(hasBody ? ['body'] : []),
  ];
  return [
    `${comment(operation.summary)}${operation.operationId}(${[...list, 'options: RequestOptions = {}'].join(', ')}): Promise<Answer<${type}>> {`,
    `return this.request({ ${request.join(', ')} }, options);`,
    '}',
  ].join('\n');
}

const types = Object.entries(document.components.schemas).map(
  ([name, schema]) => `${comment(schema.description)}export type ${name} = ${typeOf(schema)};`,
);
const methods = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => methodOf(path, method, operation)),
);

const text = `// Written by npm run openapi from openapi.json; do not edit.
import { Transport, type Answer, type RequestOptions } from './transport';

${types.join('\n\n')}

/** One method for each operation of the API. */
export class LorekeeperClient extends Transport {
${methods.join('\n\n')}
}
`;
const file = join(root, 'clients', 'typescript', 'src', 'generated.ts');
const formatted = await format(text, { parser: 'typescript', ...(await resolveConfig(file)) });
if (!process.argv.includes('--check')) writeFileSync(file, formatted);
else if (readFileSync(file, 'utf8') !== formatted) {
  console.error('clients/typescript is not the client of openapi.json; npm run openapi writes it');
  process.exit(1);
}

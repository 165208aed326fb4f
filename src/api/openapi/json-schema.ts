import { z } from 'zod';

export type Json = Record<string, unknown>;

/** Gathers the schemas of a document: those with an id become its components, to which the others refer. */
export class SchemaCollection {
  readonly components: Record<string, Json> = {};

  /** The JSON Schema of an answer. */
  ofAnswer(schema: z.ZodType): Json {
    const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { override: tidy }) as Json & { $defs?: Json };
    for (const [id, definition] of Object.entries($defs)) this.components[id] = withRefs(definition) as Json;
    return withRefs(root) as Json;
  }
}

/** The JSON Schema of parameters: types as they are read, required as they must be given. */
export function schemaOfParameters(schema: z.ZodType): Json {
  const options = { unrepresentable: 'any', override: tidy } as const;
  const { $schema: _, ...read } = z.toJSONSchema(schema, { ...options, io: 'output' });
  const { required = [] } = z.toJSONSchema(schema, { ...options, io: 'input' });
  return { ...read, required };
}

/** Drops what says nothing to a reader, or would forbid members to be added some day. */
function tidy({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  for (const name of ['minimum', 'maximum']) {
    if (Math.abs(Number(jsonSchema[name])) === Number.MAX_SAFE_INTEGER) delete jsonSchema[name];
  }
  for (const name of ['propertyNames', 'pattern', 'id', '$id']) delete jsonSchema[name];
}

function withRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' ? String(member).replace('#/$defs/', '#/components/schemas/') : withRefs(member),
    ]),
  );
}

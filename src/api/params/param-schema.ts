import { Refused, type ParamReader, type ValueOf } from './readers';

type Readers = Readonly<Record<string, ParamReader<unknown>>>;
/** What the readers give, by parameter. */
export type ValuesOf<R extends Readers> = { [Name in keyof R]: ValueOf<R[Name]> };

type Outcome<T> = { value: T } | { issues: { message: string; path: string[] }[] };

/**
 * Parameters of a query or a path as a Standard Schema (standardschema.dev), which Nest's pipe validates with and its
 * OpenAPI explorer documents. Of our own because a parameter is one line of text, and because loading a schema
 * library would be a tenth of the time that the service takes to boot.
 */
export class ParamSchema<T> {
  readonly '~standard': {
    version: 1;
    vendor: 'lorekeeper';
    validate: (input: unknown) => Outcome<T>;
    types?: { input: unknown; output: T };
    jsonSchema: Record<'input' | 'output', () => Record<string, unknown>>;
  };

  constructor(validate: (input: Record<string, unknown>) => Outcome<T>, schema: () => Record<string, unknown>) {
    this['~standard'] = {
      version: 1,
      vendor: 'lorekeeper',
      validate: (input) => validate((input ?? {}) as Record<string, unknown>),
      jsonSchema: { input: schema, output: schema },
    };
  }
}

/** The value type of a schema. */
export type ParamsOf<S> = S extends ParamSchema<infer T> ? T : never;

/** Parameters that are read one by one; unknown ones are ignored. */
export function params<R extends Readers>(readers: R): ParamSchema<ValuesOf<R>> {
  const entries = Object.entries(readers);
  return new ParamSchema(
    (input) => readAll(entries, input) as Outcome<ValuesOf<R>>,
    () => ({
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, reader]) => [name, reader.schema])),
      required: entries.filter(([, reader]) => !reader.fallback).map(([name]) => name),
    }),
  );
}

export function readAll(
  entries: readonly [string, ParamReader<unknown>][],
  input: Record<string, unknown>,
): Outcome<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const issues: { message: string; path: string[] }[] = [];
  for (const [name, reader] of entries) {
    try {
      values[name] = readOne(reader, Object.hasOwn(input, name) ? input[name] : undefined);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      issues.push({ message: error.message, path: [name] });
    }
  }
  return issues.length > 0 ? { issues } : { value: values };
}

function readOne(reader: ParamReader<unknown>, given: unknown): unknown {
  if (given === undefined) {
    if (reader.fallback) return reader.fallback.value;
    throw new Refused('is required');
  }
  if (typeof given !== 'string') throw new Refused('must be given once');
  return reader.read(given);
}

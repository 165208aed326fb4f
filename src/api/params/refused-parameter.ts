import { Problem } from '../../problem/problem';

/** Callers' own names are echoed no further. */
const MAX_NAME = 50;

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }>;
}

/** The problem of a request whose parameters do not fit: names the first, and says what each accepts. */
export function refusedParameter(issues: readonly Issue[]): Problem {
  const errors = issues.slice(0, 20).map((issue) => ({
    parameter: nameOf(issue.path ?? []),
    message: issue.message,
  }));
  const detail = errors.map(({ parameter, message }) => `${parameter} ${message}`.trim()).join('; ');
  return new Problem('BAD_PARAMETER', `${detail}.`, { parameter: errors[0]?.parameter ?? '', errors });
}

/** A path as a query writes it, as in filter[species]. */
function nameOf(path: NonNullable<Issue['path']>): string {
  const [first = '', ...rest] = path.map((part) => String(typeof part === 'object' ? part.key : part));
  return first + rest.map((part) => `[${part.slice(0, MAX_NAME)}]`).join('');
}

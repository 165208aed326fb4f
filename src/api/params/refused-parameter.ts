import { Problem } from '../../problem/problem';

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }>;
}

/** The problem of a request whose parameters do not fit: names the first, and says what each accepts. */
export function refusedParameter(issues: readonly Issue[]): Problem {
  const errors = issues.slice(0, 20).map((issue) => ({
    parameter: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message: issue.message,
  }));
  const detail = errors.map(({ parameter, message }) => `${parameter} ${message}`.trim()).join('; ');
  return new Problem('BAD_PARAMETER', `${detail}.`, { parameter: errors[0]?.parameter ?? '', errors });
}

import { createClient } from './generated/client';
import { LorekeeperOperations } from './generated/sdk.gen';

export type * from './generated/types.gen';

export interface LorekeeperOptions {
  /** Where the service is, for instance `http://localhost:8000`. */
  baseUrl: string;
  /** For the admin operations. */
  apiKey?: string;
  /** Instead of the platform's own. */
  fetch?: typeof fetch;
}

/** A client of one service: a method for each operation, which takes its parameters by name. */
export class Lorekeeper extends LorekeeperOperations {
  constructor({ baseUrl, apiKey, fetch }: LorekeeperOptions) {
    super({
      client: createClient({
        baseUrl: baseUrl.replace(/\/+$/, ''),
        auth: ({ type }) => (type === 'apiKey' ? apiKey : undefined),
        querySerializer: queryOf,
        ...(fetch ? { fetch } : {}),
      }),
    });
  }
}

/** Lists are repeated, members of objects stand in brackets: `filter[species]=Human&filter[species]=Wookiee`. */
function queryOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else if (typeof value !== 'object') search.append(name, String(value));
    else for (const [member, one] of Object.entries(value)) add(`${name}[${member}]`, one);
  };
  for (const [name, value] of Object.entries(query)) add(name, value);
  return search.toString();
}

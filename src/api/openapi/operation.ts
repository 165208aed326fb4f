import type { z } from 'zod';
import type { ProblemCode } from '../../problem/problem';

/** Subjects of the API, in the order in which the document shows them. */
export const TAGS = {
  Universes: 'The universes that are served, their categories and whose work they are.',
  Articles: 'Finding articles and reading them.',
  Texts: 'What articles say, by sections and passages.',
  Exports: 'A universe, or a part of it, for other programs.',
  Places: 'Planets, and the tree of regions, systems, planets and the places on them.',
  Items: 'What a character can carry or ride.',
  Images: 'Pictures of articles, stored and made as small as a client wants them.',
  Prefetch: 'How the stores are filled.',
  Stores: 'What is stored, and building it anew.',
  Jobs: 'Work in the background, for the admin.',
  Service: 'The state of the process and the description of this API.',
} as const;

/** An answer that is not JSON. */
export interface Media {
  mediaType: string;
  description: string;
}

/** What the document says of an operation beyond its parameters. */
export interface Operation {
  tag: keyof typeof TAGS;
  /** A few words. */
  summary: string;
  /** What a caller should know: order, limits, and what is answered where there is nothing. */
  description: string;
  /** The JSON answer, or what there is instead. */
  answer: z.ZodType | Media;
  /** What the rest of the address is, where it is not just a title. */
  title?: { description: string; example: string };
  /** What else it can be, by what the request accepts. */
  orElse?: Media;
  status?: 200 | 202;
  /** Whether the answer is made of datasets, and so has X-Data-Source and an ETag. */
  isData?: boolean;
  isAdmin?: boolean;
  /** Whether a client that has the answer already is told so. */
  isConditional?: boolean;
  problems?: readonly ProblemCode[];
  /** Headers of the answer beyond those that its kind has. */
  headers?: readonly string[];
}

type MethodsOf<C> = { [Name in keyof C]: C[Name] extends (...args: never[]) => unknown ? Name : never }[keyof C];

/** The operations of a controller by method, whose name is the operation's id. */
export type OperationsOf<C> = Record<MethodsOf<C>, Operation>;

/** An operation that answers from a dataset. */
export function fromData(operation: Operation): Operation {
  const problems: ProblemCode[] = [
    'BAD_PARAMETER',
    'UNKNOWN_UNIVERSE',
    'DATA_NOT_READY',
    ...(operation.problems ?? []),
  ];
  return { isData: true, isConditional: true, ...operation, problems };
}

/** An operation for the admin that only orders work. */
export function order(operation: Operation): Operation {
  return { isAdmin: true, status: 202, ...operation };
}

import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { InTurn } from '../catalogue/asked-article';
import type { UniverseView } from '../catalogue/universe-view';
import type { ProblemCode } from '../problem/problem';
import type { Pictures } from './archives/pictures';
import type { ExportTools } from './export-tools';
import type { KnownImages } from '../images/store/image-store';

/** What is asked of an export, and what it is made with. */
export interface Asked<Query> {
  /** The one dataset that it is made of. */
  view: UniverseView;
  query: Query;
  /** The title at the end of the address, where the path ends with `*`; else empty. */
  title: string;
  images: KnownImages;
  tools: Pick<ExportTools, 'changes' | 'pictures'>;
  inTurn: InTurn;
}

/** What an archive is made of. */
export interface ArchiveParts<Query> extends Pick<Asked<Query>, 'view' | 'query' | 'images'> {
  pictures: Pictures;
  /** A folder for what is needed while it is made: whoever needs it makes it, and it is removed afterwards. */
  scratch: string;
}

/** Schemas that answers have in common. */
export interface AnswerShapes {
  article: z.ZodType;
  licence: z.ZodType;
}

/** A file of an archive; its name is relative, with `/` between folders. */
export interface ArchiveFile {
  name: string;
  content: Buffer | Readable;
  /** Its content is packed already, as that of pictures is. */
  isPacked?: boolean;
}

interface Described<Id extends string, Query> {
  /** The id of the operation: a verb and what it gives. */
  id: Id;
  /** Behind `/api/v1/wiki/:universe/`; `*` at its end stands for a title. */
  path: string;
  /** What may be asked; parameters as in `params/`. */
  query: z.ZodType<Query>;
  /** A few words, and what a caller should know. */
  summary: string;
  description: string;
  mediaType: string;
  /** The schema of a JSON answer; made only for the document and in tests. */
  answer?: (shapes: AnswerShapes) => z.ZodType;
  /** What can go wrong beyond what goes wrong everywhere. */
  problems?: readonly ProblemCode[];
  /** The name under which a browser saves it. */
  fileName?: (universe: string) => string;
}

/** Small enough to be made whole. */
export interface TextExport<Id extends string = string, Query = unknown> extends Described<Id, Query> {
  kind: 'text';
  make(asked: Asked<Query>): string | Promise<string>;
}

/** Sent while it is made, as fast as the caller takes it. */
export interface StreamExport<Id extends string = string, Query = unknown> extends Described<Id, Query> {
  kind: 'stream';
  make(asked: Asked<Query>): AsyncIterable<string>;
}

/** A zip, made once for all who ask for the same, and kept on disk. */
export interface ArchiveExport<Id extends string = string, Query = unknown> extends Described<Id, Query> {
  kind: 'archive';
  /** What the archive's bytes depend on beside the dataset: its format, what was asked, the pictures that there are. */
  name(asked: Asked<Query>): string | Promise<string>;
  /** Its files, made in a process of its own; each is taken to its end before the next one is asked for. */
  files(parts: ArchiveParts<Query>): AsyncIterable<ArchiveFile>;
}

/** A form in which articles leave for another program. To add one: a file that calls `defineExport`, and its line in the list. */
export type Export<Id extends string = string, Query = unknown> =
  TextExport<Id, Query> | StreamExport<Id, Query> | ArchiveExport<Id, Query>;

/** Types an export by its query; the list forgets that type, for the validation pipe has done its work. */
export function defineExport<const Id extends string, Query>(one: Export<Id, Query>): Export<Id> {
  return one as Export<Id>;
}

import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { pauseDue } from '../event-loop/pauses';
import { CHANGE_KINDS, type Change } from './changes';

/** One dataset took the place of another. */
export interface Publication {
  from: string;
  to: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** How many are kept of a universe. */
const KEPT_PUBLICATIONS = 10;
const NAME = /^([a-z][a-z0-9_]*)-([0-9a-f]{32})-([0-9a-f]{32})\.(\d{1,16})\.changes$/;
const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/**
 * What changed with each of the last publications of a universe, a file each beside the datasets: the articles themselves
 * are in the datasets, so that a list of ids and titles is enough.
 */
export class ChangeLog {
  constructor(private readonly dir: string) {}

  /** The newest first. */
  async list(universe: string): Promise<Publication[]> {
    const names = await readdir(this.dir).catch(() => [] as string[]);
    return names
      .flatMap((name) => {
        const [, its, from = '', to = '', at] = NAME.exec(name) ?? [];
        return its === universe ? [{ from, to, at: Number(at) }] : [];
      })
      .sort((a, b) => b.at - a.at || (a.to < b.to ? -1 : 1));
  }

  /** The list as it is kept and sent to others; null where it is not there. */
  async readPacked(universe: string, publication: Publication): Promise<Buffer | null> {
    return readFile(this.path(universe, publication)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  /** Keeps a list, in place of one of the same publication, and removes those that are too old. */
  async write(universe: string, publication: Publication, packed: Buffer): Promise<void> {
    const temporary = join(this.dir, `${universe}-${randomBytes(8).toString('hex')}.changes.tmp`);
    try {
      await writeFile(temporary, packed, { flush: true });
      await rename(temporary, this.path(universe, publication));
    } finally {
      await rm(temporary, { force: true });
    }
    const all = await this.list(universe);
    const isDouble = ({ from, to, at }: Publication) =>
      from === publication.from && to === publication.to && at !== publication.at;
    const old = all.filter((one, place) => place >= KEPT_PUBLICATIONS || isDouble(one));
    for (const one of old) await rm(this.path(universe, one), { force: true });
  }

  private path(universe: string, { from, to, at }: Publication): string {
    return join(this.dir, `${universe}-${from}-${to}.${at}.changes`);
  }
}

/** A list in the form in which it is kept: packed lines of `id<tab>kind<tab>title as JSON`. */
export function packChanges(changes: readonly Change[]): Promise<Buffer> {
  const lines = changes.map(
    ({ id, title, change }) => `${id}\t${CHANGE_KINDS.indexOf(change)}\t${JSON.stringify(title)}`,
  );
  return deflate(lines.join('\n'));
}

/** Reads such a list. Throws where it is none. */
export async function unpackChanges(packed: Buffer): Promise<Change[]> {
  const text = (await inflate(packed)).toString();
  const changes: Change[] = [];
  if (text === '') return changes;
  for (const line of text.split('\n')) {
    const [id, kind, title = ''] = line.split('\t');
    const change = CHANGE_KINDS[Number(kind)];
    if (!change) throw new Error('not a list of changes');
    changes.push({ id: Number(id), title: JSON.parse(title) as string, change });
    const pause = pauseDue();
    if (pause) await pause;
  }
  return changes;
}

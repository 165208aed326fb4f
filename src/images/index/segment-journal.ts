import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { ObjectStore } from '../storage/object-store';
import { ImageJournal } from './image-journal';
import type { ImageChange } from './image-record';
import { parseLine } from './journal-line';

const FOLDER = '.state/';
/** Segments that are read at a time. */
const READS = 16;
/** More than so many are rewritten as one at the next start. */
const COMPACT_ABOVE = 200;

/**
 * The journal of images in a store of objects, which cannot be appended to: each flush is an object of its own. Several
 * machines share it; each reads the segments that it has not read, in whatever order, for of two lines about one image
 * the later counts.
 */
export class SegmentJournal extends ImageJournal {
  private readonly known = new Set<string>();

  constructor(
    private readonly objects: ObjectStore,
    private readonly onLine: (change: ImageChange) => void,
  ) {
    super();
  }

  protected override async readOn(): Promise<void> {
    const slots = pLimit(READS);
    const there = new Set<string>();
    for await (const key of this.objects.list(FOLDER)) there.add(key);
    // What was rewritten is not listed any more.
    for (const key of this.known) if (!there.has(key)) this.known.delete(key);
    const unread = [...there].filter((key) => !this.known.has(key));
    await Promise.all(unread.map((key) => slots(() => this.readSegment(key))));
  }

  /** Many segments become one. What others add meanwhile is another segment. */
  protected override async rewrite(isCurrent: (change: ImageChange) => boolean): Promise<void> {
    if (this.known.size < COMPACT_ABOVE) return;
    const old = [...this.known];
    const lines: string[] = [];
    for (const key of old) {
      for await (const line of this.linesOf(key)) {
        const change = parseLine(line);
        if (change && isCurrent(change)) lines.push(line);
      }
    }
    await this.writeLines(lines);
    for (const key of old) {
      await this.objects.delete(key);
      this.known.delete(key);
    }
  }

  /** Named so that no two machines pick one name; the moment is for whoever looks at the bucket. */
  protected override async writeLines(lines: readonly string[]): Promise<void> {
    const key = `${FOLDER}${new Date().toISOString().replaceAll(':', '-')}-${randomBytes(6).toString('hex')}.jsonl`;
    await this.objects.put(key, `${lines.join('\n')}\n`);
    this.known.add(key);
  }

  private async readSegment(key: string): Promise<void> {
    for await (const line of this.linesOf(key)) {
      const change = parseLine(line);
      if (change) this.onLine(change);
    }
    this.known.add(key);
  }

  private async *linesOf(key: string): AsyncGenerator<string> {
    const object = await this.objects.get(key);
    // Gone: another machine has rewritten it.
    if (object === null || object === 'same') return;
    let rest = '';
    for await (const chunk of object.body.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  }
}

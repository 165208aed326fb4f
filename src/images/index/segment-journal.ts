import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { ObjectStore } from '../storage/object-store';
import { ImageJournal } from './image-journal';
import type { ImageChange } from './image-record';
import { formatLine, parseLine } from './journal-line';

const FOLDER = '.state/';
/** Segments that are read at a time. */
const READS = 16;
/** More than so many are rewritten as one at the next start. */
const COMPACT_ABOVE = 200;
const MAX_UNWRITTEN = 20_000;

/**
 * The journal of images in a store of objects, which cannot be appended to: each flush is an object of its own. Several
 * machines share it; each reads the segments that it has not read, in whatever order, for of two lines about one image
 * the later counts.
 */
export class SegmentJournal extends ImageJournal {
  private readonly known = new Set<string>();
  private unwritten: string[] = [];
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly objects: ObjectStore,
    private readonly onLine: (change: ImageChange) => void,
  ) {
    super();
  }

  override append(change: ImageChange): void {
    if (this.unwritten.length < MAX_UNWRITTEN) this.unwritten.push(formatLine(change));
  }

  override flush(): Promise<void> {
    return this.serially(async () => {
      const lines = this.unwritten;
      if (lines.length === 0) return;
      this.unwritten = [];
      try {
        await this.write(lines);
      } catch (error) {
        this.unwritten = [...lines, ...this.unwritten].slice(0, MAX_UNWRITTEN);
        throw error;
      }
    });
  }

  override read(): Promise<void> {
    return this.serially(async () => {
      const slots = pLimit(READS);
      const there = new Set<string>();
      for await (const key of this.objects.list(FOLDER)) there.add(key);
      // What was rewritten is not listed any more.
      for (const key of this.known) if (!there.has(key)) this.known.delete(key);
      const unread = [...there].filter((key) => !this.known.has(key));
      await Promise.all(unread.map((key) => slots(() => this.readSegment(key))));
    });
  }

  /** Rewrites many segments as one, with only the lines that are current. What others add meanwhile is another segment. */
  override compact(isCurrent: (change: ImageChange) => boolean): Promise<void> {
    return this.serially(async () => {
      if (this.known.size < COMPACT_ABOVE) return;
      const old = [...this.known];
      const lines: string[] = [];
      for (const key of old) {
        for await (const line of this.linesOf(key)) {
          const change = parseLine(line);
          if (change && isCurrent(change)) lines.push(line);
        }
      }
      await this.write(lines);
      for (const key of old) {
        await this.objects.delete(key);
        this.known.delete(key);
      }
    });
  }

  private serially(operation: () => Promise<void>): Promise<void> {
    const result = this.working.then(operation);
    this.working = result.catch(() => undefined);
    return result;
  }

  /** Named so that no two machines pick one name; the moment is for whoever looks at the bucket. */
  private async write(lines: readonly string[]): Promise<void> {
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { NativePart } from '../../file-cache/read-records';
import { shareOut } from './make-rows';
import type { PartMaker } from './build-threads';
import type { MadeRows } from './row-maker';

const PARTS: NativePart[] = Array.from({ length: 30 }, (_, i) => ({ path: String(i) }));

function made(part: NativePart): MadeRows {
  const rows = { tuples: Buffer.from(part.path), ends: Uint32Array.of(part.path.length) };
  return { rows, stated: Uint32Array.of(), rejections: [], rejected: 0, bytesRead: 1 };
}

/** A maker that takes so long for a part, and what it made. */
function makerThatTakes(msOf: (number: number) => number) {
  const begun: number[] = [];
  const makePart = async (part: NativePart) => {
    begun.push(Number(part.path));
    await sleep(msOf(Number(part.path)));
    return made(part);
  };
  return { makePart, begun };
}

describe('parts that are shared out', () => {
  it('are all made once, by both, and handed out in their order', async () => {
    const makers = [makerThatTakes((number) => (number * 7) % 5), makerThatTakes((number) => (number * 3) % 4)];
    const taken: string[] = [];
    await shareOut(PARTS, makers, ({ rows }) => taken.push(rows.tuples.toString()));
    expect(taken).toEqual(PARTS.map(({ path }) => path));
    expect(makers.flatMap(({ begun }) => begun).sort((a, b) => a - b)).toEqual(PARTS.map((_, i) => i));
    expect(Math.min(...makers.map(({ begun }) => begun.length))).toBeGreaterThan(3);
  });

  it('do not pile up behind one that takes long', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: PartMaker = {
      makePart: async (part) => {
        if (part.path === '0') await held;
        return made(part);
      },
    };
    const quick = makerThatTakes(() => 0);
    const taken: string[] = [];
    const sharing = shareOut(PARTS, [slow, quick], ({ rows }) => taken.push(rows.tuples.toString()));
    await sleep(100);
    expect(taken).toEqual([]);
    expect(quick.begun.length).toBeLessThan(6);
    release();
    await sharing;
    expect(taken).toHaveLength(PARTS.length);
  });

  it('end with the first failure, also of whoever takes them', async () => {
    const other = makerThatTakes(() => 1);
    const failing: PartMaker = {
      makePart: async (part) => {
        await sleep(5);
        if (Number(part.path) < 10) return made(part);
        throw new Error('the disk is gone');
      },
    };
    await expect(shareOut(PARTS, [failing, other], () => undefined)).rejects.toThrow('the disk is gone');
    const begun = other.begun.length;
    await sleep(30);
    expect(other.begun.length).toBeLessThanOrEqual(begun + 1);
    const refuse = () => {
      throw new Error('the scratch file is full');
    };
    await expect(shareOut(PARTS, [other, other], refuse)).rejects.toThrow('the scratch file is full');
  });

  it('may be none', async () => {
    await shareOut([], [makerThatTakes(() => 0)], () => {
      throw new Error('nothing was made');
    });
  });
});

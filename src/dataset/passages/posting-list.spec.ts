import { seededRandom } from '../../../test/harness/seeded-random';
import { Bitset } from '../search/bitset';
import { packPostings } from './pack-postings';
import { isDense, WEIGHT_BITS, WEIGHT_STEPS } from './passage-file';
import { DensePostings, openPostingList } from './posting-list';

describe('a posting list', () => {
  const random = seededRandom();

  it.each([1, 31, 32, 33, 255, 257, 1000, 5000])('of %i passages gives what was packed', (passages) => {
    for (const share of [0, 0.001, 0.02, 0.04, 0.3, 1]) {
      const steps = new Map<number, number>();
      for (let passage = 0; passage < passages; passage++) {
        if (random() < share) steps.set(passage, Math.floor(random() * WEIGHT_STEPS));
      }
      const postings = Uint32Array.from(steps, ([passage, step]) => (passage << WEIGHT_BITS) | step);
      const packed = packPostings(postings, passages);
      // As a part of something larger, it may begin anywhere.
      const part = Buffer.concat([Buffer.alloc(3), packed, Buffer.alloc(5)]).subarray(3, 3 + packed.length);
      for (const bytes of [packed, part]) {
        const list = openPostingList(bytes, steps.size, passages);
        expect(list instanceof DensePostings).toBe(isDense(steps.size, passages));
        const set = new Bitset(passages);
        list.addTo(set);
        expect(set.slice(0, passages)).toEqual([...steps.keys()]);
        const asked = Uint32Array.from({ length: passages }, (_, i) => i).filter(() => random() < 0.7);
        const scores = new Float32Array(asked.length).fill(1);
        list.addWeights(scores, asked);
        const weight = (step: number) => (list.rarity * (step + 1)) / WEIGHT_STEPS;
        expect([...scores]).toEqual(
          Array.from(asked, (passage) => Math.fround(1 + (steps.has(passage) ? weight(steps.get(passage)!) : 0))),
        );
        if (steps.size > 0) expect(list.mostWeight).toBe(weight(Math.max(...steps.values())));
      }
    }
  });
});

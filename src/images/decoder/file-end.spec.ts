import { noisyJpeg } from '../../../test/harness/sample-images';
import { reachesItsEnd } from './file-end';

describe('F10 the end of a JPEG', () => {
  it('is found in every whole one and in none that was cut', async () => {
    for (let round = 0; round < 40; round++) {
      const whole = await noisyJpeg(64 + round, 64);
      expect(reachesItsEnd(whole, 'jpeg')).toBe(true);
      expect(reachesItsEnd(Buffer.concat([whole, Buffer.from('behind the end')]), 'jpeg')).toBe(true);
      for (const cut of [1, 2, 3, Math.floor(whole.length / 2)]) {
        expect([cut, reachesItsEnd(whole.subarray(0, -cut), 'jpeg')]).toEqual([cut, false]);
      }
    }
  });

  it('is not that of a thumbnail within the file', () => {
    const thumbnail = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
    const application = Buffer.concat([Buffer.from([0xff, 0xe1, 0x00, 2 + thumbnail.length]), thumbnail]);
    const scan = Buffer.from([0xff, 0xda, 0x00, 0x02, 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]);
    const cut = Buffer.concat([Buffer.from([0xff, 0xd8]), application, scan]);
    expect(reachesItsEnd(cut, 'jpeg')).toBe(false);
    expect(reachesItsEnd(Buffer.concat([cut, Buffer.from([0xff, 0xd9])]), 'jpeg')).toBe(true);
  });

  it('is not where the data are no markers at all', () => {
    expect(reachesItsEnd(Buffer.from([0xff, 0xd8]), 'jpeg')).toBe(false);
    expect(reachesItsEnd(Buffer.from([0xff, 0xd8, 0xff]), 'jpeg')).toBe(false);
    expect(reachesItsEnd(Buffer.from([0xff, 0xd8, 0xff, 0xff, 0xff]), 'jpeg')).toBe(false);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { readAhead } from './read-ahead';

async function collect(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString();
  return text;
}

describe('readAhead', () => {
  it('gives everything in order, however far it may read ahead', async () => {
    for (const maxBytes of [1, 2, 1000]) {
      expect(await collect(readAhead([Buffer.from('ab'), Buffer.from('c'), Buffer.from('def')], maxBytes))).toBe(
        'abcdef',
      );
    }
  });

  it('starts before anybody asks, and stops at its limit', async () => {
    let taken = 0;
    function* source() {
      for (; taken < 100;) {
        taken++;
        yield Buffer.alloc(10);
      }
    }
    const ahead = readAhead(source(), 35);
    await sleep(10);
    expect(taken).toBe(4);
    expect((await collect(ahead)).length).toBe(1000);
  });

  it('throws what the source throws, and only to whoever iterates', async () => {
    function* source() {
      yield Buffer.from('a');
      throw new Error('broken');
    }
    readAhead(source(), 10);
    await sleep(5);
    await expect(collect(readAhead(source(), 10))).rejects.toThrow('broken');
  });
});

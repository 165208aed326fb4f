import { RunProgress } from './run-progress';

describe('percent', () => {
  it.each([
    ['as they are', [35, 35, 30], [35, 70]],
    ['beside a new one', [35, 35, 30, 25], [28, 56]],
  ])('follows from the shares, %s', (_what, shares, [afterFirst, afterSecond]) => {
    const stages = shares.map((share, index) => ({ name: `stage ${index}`, share }));
    const progress = new RunProgress('world', 'run', stages, () => undefined);
    const percentAfter = (stage: string) => {
      progress.enter(stage);
      progress.advance(10, 10);
      return progress.toReport().percent;
    };
    expect([percentAfter('stage 0'), percentAfter('stage 1')]).toEqual([afterFirst, afterSecond]);
    progress.enter('completed');
    expect(progress.toReport().percent).toBe(100);
  });

  it('never stands at 100 before the end', () => {
    const progress = new RunProgress('world', 'run', [{ name: 'one', share: 7 }], () => undefined);
    progress.enter('one');
    progress.advance(5, 5);
    expect(progress.toReport().percent).toBe(99.9);
  });
});

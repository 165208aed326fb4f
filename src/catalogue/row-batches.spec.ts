import { RowBatches } from './row-batches';

/** Statements that are answered when the test says so. */
class Statements {
  readonly asked: { ids: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = [];

  readonly find = (ids: readonly number[]) =>
    new Promise<{ id: number }[]>((resolve, reject) => {
      this.asked.push({
        ids,
        answer: () => resolve(ids.filter((id) => id < 1000).map((id) => ({ id }))),
        fail: reject,
      });
    });
}

/** Lets everything run that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('questions for rows', () => {
  it('are asked at once while few run, then together, and each gets its own rows in its order', async () => {
    const statements = new Statements();
    const batches = new RowBatches(statements.find);
    const answers = [[1], [2], [3], [5, 4], [4, 2000], [6]].map((ids) => batches.get(ids));
    expect(statements.asked.map(({ ids }) => ids)).toEqual([[1], [2], [3]]);
    statements.asked[0]?.answer();
    await settle();
    expect(statements.asked[3]?.ids).toEqual([5, 4, 2000, 6]);
    statements.asked.forEach(({ answer }) => answer());
    const found = (await Promise.all(answers)).map((rows) => rows.map((row) => row?.id));
    expect(found).toEqual([[1], [2], [3], [5, 4], [4, undefined], [6]]);
  });

  it('fail with their statement, and those that come later do not', async () => {
    const statements = new Statements();
    const batches = new RowBatches(statements.find);
    const answers = [[1], [2], [3], [4], [5]].map((ids) => batches.get(ids));
    const outcomes = Promise.allSettled(answers);
    statements.asked[0]?.answer();
    await settle();
    statements.asked[3]?.fail(new Error('gone'));
    statements.asked.forEach(({ answer }) => answer());
    expect((await outcomes).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    const later = batches.get([7]);
    statements.asked.at(-1)?.answer();
    expect(await later).toEqual([{ id: 7 }]);
  });

  it('of many rows are not put together', async () => {
    const statements = new Statements();
    const batches = new RowBatches(statements.find);
    const many = (first: number) => Array.from({ length: 150 }, (_, i) => first + i);
    const answers = [[1], [2], [3], many(100), many(300)].map((ids) => batches.get(ids));
    statements.asked[0]?.answer();
    await settle();
    expect(statements.asked[3]?.ids).toHaveLength(150);
    statements.asked.forEach(({ answer }) => answer());
    await settle();
    statements.asked.forEach(({ answer }) => answer());
    expect((await Promise.all(answers)).map((rows) => rows.length)).toEqual([1, 1, 1, 150, 150]);
  });

  it('wait for the one statement that runs, until they are many', async () => {
    const statements = new Statements();
    const batches = new RowBatches(statements.find, 1);
    const many = (first: number) => Array.from({ length: 60 }, (_, i) => first + i);
    const answers = [[1], many(100), many(200)].map((ids) => batches.get(ids));
    expect(statements.asked.map(({ ids }) => ids.length)).toEqual([1, 120]);
    statements.asked.forEach(({ answer }) => answer());
    expect((await Promise.all(answers)).map((rows) => rows.length)).toEqual([1, 60, 60]);
  });
});

import { BatchedRows } from './batched-rows';

/** Statements that are answered when the test says so. */
class Statements {
  readonly asked: { ids: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = [];

  readonly find = (ids: readonly number[]) =>
    new Promise<Map<number, { id: number }>>((resolve, reject) => {
      this.asked.push({
        ids,
        answer: () => resolve(new Map(ids.filter((id) => id < 1000).map((id) => [id, { id }]))),
        fail: reject,
      });
    });
}

/** Lets everything run that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const idsOf = ({ ids }: { ids: readonly number[] }) => ids;

describe('questions for rows', () => {
  it('of one turn are asked together, and each gets its own rows in its order', async () => {
    const statements = new Statements();
    const batches = new BatchedRows(statements.find);
    const answers = [[1], [5, 4], [4, 2000]].map((ids) => batches.get(ids));
    await settle();
    expect(statements.asked.map(idsOf)).toEqual([[1, 5, 4, 2000]]);
    statements.asked[0]?.answer();
    const found = (await Promise.all(answers)).map((rows) => rows.map((row) => row?.id));
    expect(found).toEqual([[1], [5, 4], [4, undefined]]);
  });

  it('that come while a statement runs are asked together after it', async () => {
    const statements = new Statements();
    const batches = new BatchedRows(statements.find);
    const first = batches.get([1]);
    await settle();
    const later = [[2], [3]].map((ids) => batches.get(ids));
    await settle();
    expect(statements.asked.map(idsOf)).toEqual([[1]]);
    statements.asked[0]?.answer();
    await first;
    await settle();
    expect(statements.asked.map(idsOf)).toEqual([[1], [2, 3]]);
    statements.asked[1]?.answer();
    expect(await Promise.all(later)).toEqual([[{ id: 2 }], [{ id: 3 }]]);
  });

  it('fail with their statement, and those that come later do not', async () => {
    const statements = new Statements();
    const batches = new BatchedRows(statements.find);
    const outcomes = Promise.allSettled([[1], [2]].map((ids) => batches.get(ids)));
    await settle();
    const after = batches.get([3]);
    statements.asked[0]?.fail(new Error('gone'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await settle();
    statements.asked[1]?.answer();
    expect(await after).toEqual([{ id: 3 }]);
    const later = batches.get([4]);
    await settle();
    statements.asked.at(-1)?.answer();
    expect(await later).toEqual([{ id: 4 }]);
  });

  it('of many rows have a statement of their own at once', async () => {
    const statements = new Statements();
    const batches = new BatchedRows(statements.find);
    const small = batches.get([1]);
    await settle();
    const many = Array.from({ length: 150 }, (_, i) => 100 + i);
    const answer = batches.get(many);
    expect(statements.asked.map(({ ids }) => ids.length)).toEqual([1, 150]);
    statements.asked[1]?.answer();
    expect(await answer).toHaveLength(150);
    statements.asked[0]?.answer();
    await small;
  });
});

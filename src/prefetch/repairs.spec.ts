import { Logger } from '@nestjs/common';
import { Troubles } from '../problem/troubles';
import { Repairs } from './repairs';

const MINUTE_MS = 60_000;

describe('damage that is found in a dataset', () => {
  let now: number;
  let asked: string[];
  let troubles: Troubles;
  let repairs: Repairs;
  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    now = 0;
    asked = [];
    troubles = new Troubles();
    repairs = new Repairs({
      rebuild: (universe) => Promise.resolve({ runId: `run-${asked.push(universe)}` }),
      troubles,
      now: () => now,
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('starts one run, however many ask, and is a trouble until that run has ended well', async () => {
    for (let i = 0; i < 100; i++) repairs.report('alpha', 'in Postgres', ['Hoth', 'Endor']);
    await Promise.resolve();
    expect(asked).toEqual(['alpha']);
    expect(troubles.list()).toMatchObject([
      { name: 'dataset_alpha', reason: expect.stringContaining('“Hoth”, “Endor” of alpha is damaged in Postgres') },
    ]);
    repairs.runEnded('alpha', 'another run', true);
    repairs.runEnded('alpha', 'run-1', false);
    expect(troubles.list()).toHaveLength(1);
    repairs.runEnded('alpha', 'run-1', true);
    expect(troubles.list()).toEqual([]);
  });

  it('starts runs ever more rarely where they do not help', () => {
    const startedAt: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute++) {
      now = minute * MINUTE_MS;
      const before = asked.length;
      repairs.report('alpha', 'beside the file cache');
      if (asked.length > before) startedAt.push(minute);
    }
    expect(startedAt).toEqual([0, 10, 30, 70, 150, 310, 630, 1270]);
  });

  it('of one universe holds up no other', () => {
    repairs.report('alpha', 'in Postgres');
    repairs.report('beta', 'in Postgres');
    expect(asked).toEqual(['alpha', 'beta']);
  });
});

import { Logger } from '@nestjs/common';
import { Troubles } from './troubles';

describe('troubles', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const said = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
  });
  afterAll(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('are listed with their present reason and the time since when', () => {
    const troubles = new Troubles();
    const before = new Date();
    troubles.set('image_folder', 'cannot be opened');
    jest.advanceTimersByTime(5000);
    troubles.set('image_folder', 'is full');
    troubles.set('data_folder', 'belongs to another user');
    const later = new Date(before.getTime() + 5000);
    expect(troubles.list()).toEqual([
      { name: 'image_folder', reason: 'is full', since: before },
      { name: 'data_folder', reason: 'belongs to another user', since: later },
    ]);
    troubles.clear('image_folder');
    expect(troubles.list().map(({ name }) => name)).toEqual(['data_folder']);
  });

  it('are logged at once, and again once a minute at most', () => {
    const troubles = new Troubles();
    for (let second = 0; second < 150; second++) {
      troubles.set('disk', second % 2 ? 'is full' : 'cannot be written');
      jest.advanceTimersByTime(1000);
    }
    expect(warn).toHaveBeenCalledTimes(3);
    troubles.clear('disk');
    troubles.clear('disk');
    expect(said).toHaveBeenCalledTimes(1);
  });

  it('tell of each change once', () => {
    const troubles = new Troubles();
    let changes = 0;
    troubles.events.on('change', () => changes++);
    troubles.set('jobs', 'Redis is away');
    troubles.set('jobs', 'Redis is away');
    troubles.clear('jobs');
    troubles.clear('jobs');
    expect(changes).toBe(2);
  });
});

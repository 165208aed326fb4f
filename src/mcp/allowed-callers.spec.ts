import { AllowedCallers } from './allowed-callers';

type Case = [host: string | undefined, origin: string | undefined];

const refused = (callers: AllowedCallers, [host, origin]: Case): boolean => {
  try {
    callers.check({ host, origin });
    return false;
  } catch {
    return true;
  }
};

describe('as it is installed', () => {
  const callers = new AllowedCallers('*', []);

  test.each<Case>([
    ['localhost:8000', undefined],
    ['127.0.0.1:8000', undefined],
    ['[::1]:8000', 'http://[::1]:8000'],
    ['192.168.1.5:8000', undefined],
    ['lorekeeper:8000', undefined],
    ['nas.local', undefined],
    ['localhost:8000', 'http://localhost:6274'],
    ['localhost', 'http://127.0.0.1:3000'],
    ['192.168.1.5:8000', 'http://192.168.1.5:8000'],
  ])('Host %p with Origin %p is answered', (...headers) => {
    expect(refused(callers, headers)).toBe(false);
  });

  test.each<Case>([
    ['evil.example', undefined],
    ['evil.example:8000', 'http://evil.example:8000'],
    ['localhost.evil.example', undefined],
    ['127.0.0.1.evil.example', undefined],
    ['localhost:8000', 'https://evil.example'],
    ['localhost:8000', 'http://localhost.evil.example'],
    ['localhost:8000', 'null'],
    ['localhost:8000', 'file://'],
    ['localhost:8000', 'http://6.6.6.6'],
    ['192.168.1.5:8000', 'http://192.168.1.5:9000'],
    ['', undefined],
    [undefined, undefined],
    ['a b', undefined],
  ])('Host %p with Origin %p is refused', (...headers) => {
    expect(refused(callers, headers)).toBe(true);
  });
});

test('the operator names further hosts and origins', () => {
  const callers = new AllowedCallers(['https://game.example'], ['Lore.Example']);
  expect(refused(callers, ['lore.example', undefined])).toBe(false);
  expect(refused(callers, ['lore.example', 'https://game.example'])).toBe(false);
  expect(refused(callers, ['game.example', undefined])).toBe(false);
  expect(refused(callers, ['lore.example', 'https://game.example.evil.example'])).toBe(true);
  expect(refused(new AllowedCallers('*', ['*']), ['anything.example', undefined])).toBe(false);
});

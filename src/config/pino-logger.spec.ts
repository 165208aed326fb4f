import { ConsoleLogger, Logger } from '@nestjs/common';
import { PinoLogger } from './pino-logger';

afterEach(() => Logger.overrideLogger(new ConsoleLogger()));

test.each([
  ['info', ['fatal', 'error', 'warn', 'log']],
  ['debug', ['fatal', 'error', 'warn', 'log', 'debug']],
  ['error', ['fatal', 'error']],
  ['silent', []],
] as const)('at the level %s Nest says that %j are written', (level, written) => {
  new PinoLogger({ level, format: 'json' }).install();
  const levels = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;
  expect(levels.filter((name) => Logger.isLevelEnabled(name))).toEqual(written);
});

test('the stack of a failure is in the log, as a field or as Nest passes it', () => {
  new PinoLogger({ level: 'info', format: 'json' }).install();
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  try {
    const log = new Logger('http');
    log.error({ msg: 'request failed', stack: 'Error: a field' });
    log.error('failed', 'Error: passed by Nest');
  } finally {
    write.mockRestore();
  }
  expect(written.map((line) => (JSON.parse(line) as { stack?: string }).stack)).toEqual([
    'Error: a field',
    'Error: passed by Nest',
  ]);
});

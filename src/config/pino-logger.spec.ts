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

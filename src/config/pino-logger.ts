import { Logger as NestLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { LogConfig } from './config';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Members that never reach a log line, wherever they stand. */
const SECRET = ['authorization', 'x-api-key', 'password', '*.authorization', '*["x-api-key"]', '*.password'];

/** Rooms of the framework: which routes it maps is of no interest in operation. */
const FRAMEWORK = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Nest's names of the levels, and pino's. */
const LEVELS = { fatal: 'fatal', error: 'error', warn: 'warn', log: 'info', debug: 'debug', verbose: 'trace' } as const;

/** Nest's logger on pino: a constant message and its fields as one JSON line, or a readable line on a terminal. */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  /** `out`: where the lines go. */
  constructor(config: LogConfig, out: NodeJS.WriteStream = process.stdout) {
    outliveReader();
    this.pino = pino(
      {
        level: config.level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        redact: { paths: SECRET, censor: '***' },
      },
      config.format === 'pretty' ? prettyStream(out) : out,
    );
  }

  /** Makes it the logger of the process; whoever asks Nest whether a level is enabled hears what this one writes. */
  install(): void {
    NestLogger.overrideLogger(this);
    const names = Object.keys(LEVELS) as LogLevel[];
    NestLogger.overrideLogger(names.filter((name) => this.pino.isLevelEnabled(LEVELS[name])));
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(FRAMEWORK.has(roomOf(rest) ?? '') ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest passes the context last, and before it the stack, which is undefined where there is none. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const room = roomOf(rest);
    const stack = rest.length > 1 && rest[0] !== undefined ? { stack: rest[0] } : {};
    if (message instanceof Error) this.pino[level]({ room, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) {
      const { msg, ...fields } = message as { msg?: string };
      this.pino[level]({ room, ...fields, ...stack }, msg ?? '');
    } else this.pino[level]({ room, ...stack }, String(message));
  }
}

/** Nest names its rooms by their classes, before whose names the bundle may put an underscore. */
function roomOf(rest: unknown[]): string | undefined {
  const room = rest.at(-1);
  return typeof room === 'string' ? room.replace(/^_/, '') : undefined;
}

let isGuarded = false;

/** Whoever reads the log may go away (a closed pipe): the service goes on. */
function outliveReader(): void {
  if (isGuarded) return;
  isGuarded = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const COLOURS: Record<number, string> = {
  20: '\x1b[2m',
  30: '\x1b[36m',
  40: '\x1b[33m',
  50: '\x1b[31m',
  60: '\x1b[31m',
};
const UNSHOWN = new Set(['level', 'time', 'msg', 'room']);

/** One readable line: time, room, message, then the fields. */
function prettyStream(out: NodeJS.WriteStream): { write(line: string): void } {
  const colour = out.isTTY === true;
  return {
    write(line) {
      const entry = JSON.parse(line) as Record<string, unknown> & { level: number; time: string; msg: string };
      const fields = Object.entries(entry)
        .filter(([name, value]) => !UNSHOWN.has(name) && value !== undefined)
        .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
      const time = entry.time.slice(11, 19);
      const room = entry.room ? `[${String(entry.room)}] ` : '';
      const text = `${room}${entry.msg}${fields.length > 0 ? `  ${fields.join(' ')}` : ''}`;
      out.write(colour ? `\x1b[2m${time}\x1b[0m ${COLOURS[entry.level] ?? ''}${text}\x1b[0m\n` : `${time} ${text}\n`);
    },
  };
}

import { existsSync, readFileSync } from 'node:fs';

/** What was logged after that many bytes: the file is kept from start to start. */
export function logSince(logFile: string, offset: number): string {
  if (!existsSync(logFile)) return '';
  const log = readFileSync(logFile);
  // It is cut when it has grown large.
  return log.subarray(log.length < offset ? 0 : offset).toString();
}

/** The last lines after that many bytes, in one. */
export function lastLines(logFile: string, offset: number): string {
  const lines = logSince(logFile, offset).trim().split('\n').slice(-4);
  if (lines[0] === '') return 'it left no log';
  return lines.map((line) => line.replace(/^.*?(FATAL|ERROR|HINT|DETAIL|LOG|WARNING):\s*/, '')).join('; ');
}

import { Logger } from '@nestjs/common';
import type { Socket } from 'node:net';
import { Problem, type ProblemCode } from '../../problem/problem';
import { PROBLEM_TYPE, problemDocument } from './problem-document';
import { requestIdOf } from './request-id';

const CODES: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: ['HEADERS_TOO_LARGE', 'The address and headers of a request may have 16 KB together.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['REQUEST_TIMEOUT', 'The request did not arrive in time.'],
};
const REASONS: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

const log = new Logger('http');

/** Answers what Node could not read as a request, in the form of every other error, and hangs up. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, detail] = CODES[error.code ?? ''] ?? ['BAD_REQUEST', 'This is not a valid HTTP request.'];
  const problem = new Problem(code, detail);
  const requestId = requestIdOf(undefined);
  log.log({ msg: 'a request could not be read', status: problem.status, code: error.code, request_id: requestId });
  const body = JSON.stringify(problemDocument(problem, requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${REASONS[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

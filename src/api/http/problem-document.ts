import { HttpException } from '@nestjs/common';
import { Problem, PROBLEMS, type ProblemCode } from '../../problem/problem';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  request_id: string;
  [member: string]: unknown;
}

/** The document that the outside sees of a problem. */
export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  const { retryAfterSeconds: _header, ...members } = problem.extra;
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: problemType(problem.code),
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    request_id: requestId,
    ...members,
  };
}

/** The URI that names a kind of problem. */
function problemType(code: ProblemCode): string {
  return `urn:lorekeeper:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

/** What the frameworks throw, by status: the code, and words that give nothing of the inside away. */
const BY_STATUS: Record<number, [ProblemCode, string]> = {
  400: ['BAD_REQUEST', 'The request could not be read: its address or its body is malformed.'],
  404: ['NOT_FOUND', 'There is nothing at this address. /docs lists what there is.'],
  405: ['METHOD_NOT_ALLOWED', 'This address does not take that method.'],
  408: ['REQUEST_TIMEOUT', 'The request did not arrive in time.'],
  413: ['PAYLOAD_TOO_LARGE', 'The body of the request is too large.'],
  414: ['URI_TOO_LONG', 'The address of the request is too long.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON, with Content-Type: application/json.'],
  431: ['HEADERS_TOO_LARGE', 'The headers of the request, its address included, are too large.'],
  503: ['OVERLOADED', 'The service is too busy; ask again in a moment.'],
};

/** Any error as a problem: what is meant for callers as it is, the rest without a word about the inside. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const known = BY_STATUS[statusOf(error)];
  if (known) return new Problem(known[0], detailOf(error) ?? known[1]);
  if (statusOf(error) >= 400 && statusOf(error) < 500) return new Problem('BAD_REQUEST', BY_STATUS[400]?.[1] ?? '');
  return new Problem('INTERNAL', 'Something went wrong here; the log has it under this request id.');
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof URIError) return 400;
  const status = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

/** Fastify's codes for which plainer words help. */
const DETAILS: Record<string, string> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; it must be JSON.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_BAD_URL: 'The address holds a percent-encoding that is not valid UTF-8.',
};

function detailOf(error: unknown): string | undefined {
  if (error instanceof SyntaxError) return DETAILS.FST_ERR_CTP_INVALID_JSON_BODY;
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? DETAILS[code] : undefined;
}

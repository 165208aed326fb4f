import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../problem/problem';
import { stackOf } from '../../problem/stack-of';
import { PROBLEM_TYPE, problemDocument, toProblem } from './problem-document';

const log = new Logger('http');

/** The one way out for errors: a problem document for the caller, the cause for the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly allowedMethods: (path: string) => readonly string[]) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.refine(toProblem(error), request, reply);
    if (problem.code === 'INTERNAL') logFailure(error, request);
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const { retryAfterSeconds } = problem.extra;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
    reply.removeHeader('etag').removeHeader('content-length').removeHeader('content-encoding');
    // What is not there may be remembered for a while where its controller says so.
    if (problem.status !== 404 || !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.code(problem.status).header('content-type', PROBLEM_TYPE);
    void reply.send(JSON.stringify(problemDocument(problem, request.id)));
  }

  /** An address that exists with another method is 405, and says which. */
  private refine(problem: Problem, request: FastifyRequest, reply: FastifyReply): Problem {
    if (problem.code !== 'NOT_FOUND' || !request.is404) return problem;
    const methods = this.allowedMethods(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0 || methods.includes(request.method)) return problem;
    reply.header('allow', methods.join(', '));
    return toProblem({ statusCode: 405 });
  }
}

function logFailure(error: unknown, request: FastifyRequest): void {
  const { id, routeOptions } = request;
  log.error({ msg: 'request failed', request_id: id, route: routeOptions.url, stack: stackOf(error) });
}

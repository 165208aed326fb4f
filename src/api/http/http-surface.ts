import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Inject, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { Config, type ServerConfig } from '../../config/config';
import { Problem } from '../../problem/problem';
import { refusedParameter } from '../params/refused-parameter';
import { ClientAddress } from './client-address';
import { CommonHeaders } from './common-headers';
import { CorsPolicy } from './cors';
import { DataSender, type MarkedRequest } from './data-sender';
import { CacheResponder } from './cache-responder';
import { hangUp, takeLastConnections } from './hang-up';
import { ImageStore } from '../../images/store/image-store';
import { SharedCounts } from '../../jobs/redis/shared-counts';
import { Lifecycle } from './lifecycle';
import { ProblemFilter } from './problem.filter';
import { RateLimiter, UNLIMITED } from './rate-limiter';
import { RequestLog } from './request-log';
import { ResponseCache } from './response-cache';
import { RouteTable } from './route-table';
import { traceRequests } from './trace-requests';
import { addVary, AnswerFinisher } from './finish-answers';
import { Metrics } from '../metrics/metrics';
import { observeResponses } from '../metrics/observe-responses';

/** Everything between the socket and the controllers: ids, limits, headers, caching and errors. */
@Injectable()
export class HttpSurface {
  readonly responder: CacheResponder;
  private readonly cors: CorsPolicy;
  private readonly common: CommonHeaders;
  private readonly sender: DataSender;
  private readonly clients: ClientAddress;
  private readonly log: RequestLog;
  private readonly limiter: RateLimiter | null;
  private readonly routes = new RouteTable();
  private readonly problems = new ProblemFilter((path) => this.routes.methodsOf(path));

  private readonly config: ServerConfig;

  constructor(
    { server: config }: Config,
    catalogue: Catalogue,
    images: ImageStore,
    private readonly cache: ResponseCache,
    private readonly lifecycle: Lifecycle,
    private readonly metrics: Metrics,
    /** Of requests by client, where several instances count together. */
    @Inject(SharedCounts) counts: SharedCounts | null,
  ) {
    this.config = config;
    this.cors = new CorsPolicy(config.corsOrigins);
    this.common = new CommonHeaders(this.cors);
    this.sender = new DataSender(this.common, lifecycle);
    this.clients = new ClientAddress(config.trustProxy);
    this.log = new RequestLog(this.clients);
    this.limiter = config.rateLimitPerMinute > 0 ? new RateLimiter(config.rateLimitPerMinute, counts) : null;
    this.responder = new CacheResponder({
      cache,
      catalogue,
      images,
      lifecycle,
      observer: metrics,
      sender: this.sender,
      clients: this.clients,
      limiter: this.limiter,
      log: this.log,
    });
  }

  /** Must be called before the application is initialised, so that its routes are seen. */
  register(app: NestFastifyApplication): void {
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    this.routes.register(fastify);
    traceRequests(fastify);
    fastify.addHook('onRequest', (request, reply, done) => {
      this.addCommonHeaders(request, reply);
      if (request.method === 'OPTIONS') this.answerOptions(request, reply);
      else done(this.refusal(request) ?? undefined);
    });
    new AnswerFinisher(this.cache, this.sender, this.common.variesByOrigin).register(fastify);
    this.log.register(fastify);
    observeResponses(fastify, this.metrics);
    fastify.addHook('preClose', async () => {
      const { lifecycle } = this;
      lifecycle.drain();
      await takeLastConnections(fastify.server, lifecycle);
      hangUp(fastify.server, lifecycle.cutAt);
    });
    app.useGlobalFilters(this.problems);
    app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: refusedParameter }));
  }

  /** Answers what the router refuses before any hook runs: a malformed or an over-long address. */
  answerFrameworkError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    this.addCommonHeaders(request, reply);
    this.problems.answer(error, request, reply);
  }

  /** Has a request answered, now or, in the moment when the server closes, right after. */
  admit(answer: () => void): void {
    const { lifecycle } = this;
    if (lifecycle.isHolding) lifecycle.whenReleased(answer);
    else answer();
  }

  private addCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
    reply.headers(this.common.fixed);
    reply.header('x-request-id', request.id);
    if (this.common.variesByOrigin) {
      reply.headers(this.common.of(request.headers.origin));
      addVary(reply, 'Origin');
    }
    if (!this.lifecycle.isServing) reply.header('connection', 'close');
  }

  private answerOptions(request: FastifyRequest, reply: FastifyReply): void {
    const methods = this.routes.methodsOf(request.url.split('?', 1)[0] ?? '');
    if (request.headers['access-control-request-method'] !== undefined) {
      reply.headers(this.cors.preflightHeaders(request.headers.origin));
      addVary(reply, 'Access-Control-Request-Headers');
    }
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    void reply.code(204).send();
  }

  private refusal(request: FastifyRequest): Problem | null {
    if (!this.limiter || UNLIMITED.has(request.url)) return null;
    const seconds = (request.raw as MarkedRequest).limitedForSeconds ?? this.limiter.take(this.clients.of(request.raw));
    if (seconds === 0) return null;
    const perMinute = this.config.rateLimitPerMinute;
    return new Problem('RATE_LIMITED', `At most ${perMinute} requests a minute are answered.`, {
      retryAfterSeconds: seconds,
    });
  }
}

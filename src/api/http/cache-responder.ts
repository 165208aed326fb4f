import type { ServerResponse } from 'node:http';
import type { Catalogue } from '../../catalogue/catalogue';
import { answerKey } from './answer-form';
import { negotiateEncoding } from './encodings';
import type { ClientAddress } from './client-address';
import type { DataSender, MarkedRequest } from './data-sender';
import type { KnownImages } from '../../images/store/image-store';
import type { Lifecycle } from './lifecycle';
import type { RateLimiter } from './rate-limiter';
import { requestIdOf } from './request-id';
import type { RequestLog } from './request-log';
import type { KeptAnswer, KeptBody, ResponseCache } from './response-cache';
import type { Metrics } from '../metrics/metrics';
import { endRequestSpan, openRequestSpan } from './trace-requests';

export interface CacheResponderParts {
  cache: ResponseCache;
  catalogue: Pick<Catalogue, 'current'>;
  images: Pick<KnownImages, 'revision'>;
  sender: DataSender;
  lifecycle: Lifecycle;
  clients: ClientAddress;
  limiter: RateLimiter | null;
  observer: Pick<Metrics, 'observeRequest'>;
  log: RequestLog;
}

/**
 * Answers a repeated question from the cache before the framework sees it, by the sender that answered the first time.
 */
export class CacheResponder {
  constructor(private readonly parts: CacheResponderParts) {}

  /** Whether the request has been answered. */
  answer(request: MarkedRequest, response: ServerResponse): boolean {
    const isHead = request.method === 'HEAD';
    if (isHead) {
      request.wasHead = true;
      request.method = 'GET';
    } else if (request.method !== 'GET') return false;
    const { cache, lifecycle, limiter, clients } = this.parts;
    const key = answerKey(request);
    const kept = cache.find(key);
    if (!kept || !lifecycle.isServing) return false;
    const source = this.sourceOf(kept);
    if (source === null) {
      cache.drop(key);
      return false;
    }
    const body = kept.bodies[negotiateEncoding(request.headers['accept-encoding'] as string | undefined)];
    if (!body) return false;
    if (limiter) {
      request.limitedForSeconds = limiter.take(clients.of(request));
      if (request.limitedForSeconds > 0) return false;
    }
    cache.hits++;
    this.serve(request, response, kept, body, source);
    return true;
  }

  /** Which source answers now, or null where the kept answer is of an older dataset. */
  private sourceOf(kept: KeptAnswer): string | null {
    const view = this.parts.catalogue.current(kept.universe);
    if (!view || view.directory.info.key !== kept.datasetKey) return null;
    return this.parts.images.revision === kept.imageRevision ? view.source : null;
  }

  private serve(
    request: MarkedRequest,
    response: ServerResponse,
    kept: KeptAnswer,
    body: KeptBody,
    source: string,
  ): void {
    const began = performance.now();
    const span = openRequestSpan(request, kept.route);
    const requestId = requestIdOf(request.headers['x-request-id']);
    const status = this.parts.sender.send(request, response, { headers: kept.headers, body, source, requestId });
    const ms = performance.now() - began;
    endRequestSpan(span, status, source);
    const method = request.wasHead ? 'HEAD' : 'GET';
    this.parts.observer.observeRequest({ route: kept.route, method, status, source, seconds: ms / 1000 });
    this.parts.log.write(request, { method, url: request.url ?? '', status, ms, requestId });
  }
}

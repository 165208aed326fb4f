import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Catalogue } from '../../catalogue/catalogue';
import { negotiateEncoding } from './encodings';
import { matchesEtag } from './etag';
import type { ClientAddress } from './client-address';
import type { CommonHeaders } from './common-headers';
import type { ImageLookup } from './image-lookup';
import type { Lifecycle } from './lifecycle';
import type { RateLimiter } from './rate-limiter';
import { canSendReady, headerLines, sendReady } from './ready-head';
import { requestIdOf } from './request-id';
import type { RequestObserver } from './request-observer';
import type { KeptAnswer, KeptBody, ResponseCache } from './response-cache';

/** What the lane leaves on a request for the framework's hooks. */
export interface LaneRequest extends IncomingMessage {
  /** HEAD is answered as GET is; Node leaves the body out by itself. */
  wasHead?: boolean;
  /** Seconds until the caller may ask again, where the lane has counted the request already. */
  limitedForSeconds?: number;
}

export interface FastLaneParts {
  cache: ResponseCache;
  catalogue: Pick<Catalogue, 'current'>;
  images: Pick<ImageLookup, 'revision'>;
  common: CommonHeaders;
  lifecycle: Lifecycle;
  clients: ClientAddress;
  limiter: RateLimiter | null;
  observer: RequestObserver | null;
}

/**
 * Answers a repeated question from the cache before the framework sees it. What it sends is what the framework sent
 * the first time; only the request's id, the source and the origin differ.
 */
export class FastLane {
  constructor(private readonly parts: FastLaneParts) {}

  /** Whether the request has been answered. */
  answer(request: LaneRequest, response: ServerResponse): boolean {
    const isHead = request.method === 'HEAD';
    if (isHead) {
      request.wasHead = true;
      request.method = 'GET';
    } else if (request.method !== 'GET') return false;
    const { cache, lifecycle, limiter, clients } = this.parts;
    const address = request.url ?? '';
    const kept = cache.find(address);
    if (!kept || !lifecycle.isServing || !canSendReady) return false;
    const source = this.sourceOf(kept);
    if (source === null) {
      cache.drop(address);
      return false;
    }
    const body = kept.bodies[negotiateEncoding(request.headers['accept-encoding'] as string | undefined)];
    if (!body) return false;
    if (limiter) {
      request.limitedForSeconds = limiter.take(clients.of(request));
      if (request.limitedForSeconds > 0) return false;
    }
    this.send(request, response, kept, body, source);
    return true;
  }

  /** Which source answers now, or null where the kept answer is of an older dataset. */
  private sourceOf(kept: KeptAnswer): string | null {
    const view = this.parts.catalogue.current(kept.universe);
    if (!view || view.directory.info.key !== kept.datasetKey) return null;
    return this.parts.images.revision === kept.imageRevision ? view.source : null;
  }

  private send(request: LaneRequest, response: ServerResponse, kept: KeptAnswer, body: KeptBody, source: string): void {
    const began = performance.now();
    this.parts.cache.hits++;
    const status = matchesEtag(request.headers['if-none-match'], body.etag) ? 304 : 200;
    const { common } = this.parts;
    let lines = `${common.lines}${kept.lines}etag: ${body.etag}\r\nx-data-source: ${source}\r\n`;
    lines += `x-request-id: ${requestIdOf(request.headers['x-request-id'])}\r\n`;
    if (common.variesByOrigin) lines += headerLines(common.of(request.headers.origin));
    if (status === 304) sendReady(response, status, lines, '');
    else sendReady(response, status, lines + body.lines, body.content);
    this.parts.observer?.observeRequest({
      route: kept.route,
      method: request.wasHead ? 'HEAD' : 'GET',
      status,
      source,
      seconds: (performance.now() - began) / 1000,
    });
  }
}

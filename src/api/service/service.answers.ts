import { z } from 'zod';
import type { ImageProxyController } from '../image-proxy.controller';
import type { PictureController } from '../picture.controller';
import type { MetricsController } from '../metrics/metrics.controller';
import type { Operation, OperationsOf } from '../openapi/operation';
import { count, time } from '../openapi/shapes';
import type { DocsController } from './docs.controller';
import type { HealthController } from './health.controller';
import type { RootController } from './root.controller';

export const ROOT: OperationsOf<RootController> = {
  getRoot: {
    tag: 'Service',
    summary: 'Where to go on',
    description: 'For browsers, the status and browse page.',
    answer: z
      .strictObject({ message: z.string(), version: z.string(), docs: z.string(), status: z.string() })
      .meta({ id: 'Root' }),
    orElse: { mediaType: 'text/html', description: 'The page, for whoever accepts text/html.' },
  },
};

export const HEALTH: OperationsOf<HealthController> = {
  checkLive: {
    tag: 'Service',
    summary: 'Whether the process lives',
    description: 'Answered at once, whatever else is wrong.',
    answer: z.strictObject({ status: z.literal('live') }).meta({ id: 'Live' }),
  },
  checkReady: {
    tag: 'Service',
    summary: 'Whether requests should be sent here',
    description: '503 only before anything can be served and while shutting down.',
    answer: z.strictObject({ status: z.enum(['ready', 'degraded']) }).meta({ id: 'Ready' }),
    problems: ['DATA_NOT_READY', 'SHUTTING_DOWN'],
  },
  getHealth: {
    tag: 'Service',
    summary: 'The state of the process and its stores',
    description: '200 while the process can serve; `troubles` says in words what cannot be used.',
    answer: z
      .strictObject({
        status: z.enum(['healthy', 'degraded']),
        troubles: z
          .array(z.strictObject({ name: z.string(), reason: z.string(), since: time() }))
          .meta({ description: 'What cannot be used at present, and why; empty while healthy.' }),
        uptime_seconds: z.number().min(0),
        database: z.strictObject({
          connected: z.boolean(),
          embedded: z.boolean(),
          reason: z.string().nullable().optional().meta({ description: 'Why it is not simply up.' }),
          pool: z.strictObject({ size: count(), idle: count(), waiting: count(), max: count() }),
        }),
        cache: z.strictObject({ enabled: z.boolean(), hit_rate: z.number().min(0).max(1) }),
        authentication: z.boolean().meta({ description: 'Whether an admin key is configured.' }),
        version: z.string(),
      })
      .meta({ id: 'Health' }),
  },
};

export const DOCS: Omit<OperationsOf<DocsController>, 'getDocsFile'> = {
  getOpenApi: {
    tag: 'Service',
    summary: 'This document for machines',
    description: 'OpenAPI 3.1.',
    answer: { mediaType: 'application/json', description: 'This document.' },
  },
  showDocs: {
    tag: 'Service',
    summary: 'This document for people',
    description: 'A page on which every operation can be tried.',
    answer: { mediaType: 'text/html', description: 'The page.' },
  },
};

export const METRICS: OperationsOf<MetricsController> = {
  getMetrics: {
    tag: 'Service',
    summary: 'Metrics for Prometheus',
    description: 'Requests, event loop, pool, prefetch and images.',
    answer: { mediaType: 'text/plain', description: 'The Prometheus text format.' },
  },
};

const IMAGE_PROBLEMS = [
  'BAD_PARAMETER',
  'FORBIDDEN_URL',
  'IMAGE_NOT_FOUND',
  'PAYLOAD_TOO_LARGE',
  'NOT_AN_IMAGE',
  'UPSTREAM_FAILED',
  'HOST_PAUSED',
  'OVERLOADED',
  'IMAGES_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
] as const;

export const IMAGES: OperationsOf<ImageProxyController & PictureController> = {
  getImage: {
    tag: 'Images',
    summary: 'An image of an allowed host',
    description: 'As it is, or as a smaller variant. `X-Cache` says whether it was stored already.',
    answer: { mediaType: 'image/*', description: 'The bytes of the image.' },
    isConditional: true,
    problems: IMAGE_PROBLEMS,
    headers: ['X-Cache', 'ETag'],
  },
  getPicture: {
    tag: 'Images',
    summary: 'The picture of an article, by its title',
    description:
      'The title, found as everywhere, and the extension of the format that is wanted: `.webp`, `.png`, `.jpg` or `.avif`. 404 where there is no such article, or it has no picture.',
    title: { description: 'Title or redirect, and an extension.', example: 'Ansa.webp' },
    answer: { mediaType: 'image/*', description: 'The bytes of the image.' },
    isConditional: true,
    problems: [...IMAGE_PROBLEMS, 'UNKNOWN_UNIVERSE', 'ARTICLE_NOT_FOUND', 'DATA_NOT_READY'],
    headers: ['X-Cache', 'ETag'],
  },
};

/** Of a room of its own, which imports nothing from here. */
export const MCP = {
  callMcp: {
    tag: 'Service',
    summary: 'Answer a message of the Model Context Protocol',
    description:
      'Streamable HTTP without sessions: a JSON-RPC request is answered with JSON, a notification with 202. Pages of other origins than CORS_ORIGINS lists are refused. `MCP_ENABLED=false` takes it away.',
    answer: z
      .looseObject({ jsonrpc: z.literal('2.0'), id: z.union([z.string(), z.int()]) })
      .meta({ id: 'McpAnswer', description: 'A JSON-RPC response: `result`, or `error`.' }),
    problems: ['BAD_PARAMETER', 'FORBIDDEN_ORIGIN'],
  },
} satisfies Record<string, Operation>;

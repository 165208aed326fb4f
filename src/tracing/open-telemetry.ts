import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as OpenTelemetrySpan,
  type Tracer,
} from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import { currentSpan, type Span, type SpanStart } from './span';
import type { TracingSettings } from './tracing-settings';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT };
const propagator = new W3CTraceContextPropagator();

export interface OpenTelemetry {
  open: (start: SpanStart) => Span;
  /** Sends what is waiting. */
  close(): Promise<void>;
}

/**
 * Spans by OpenTelemetry, sent over OTLP/HTTP in batches. At most 2048 wait; while the collector is away the newest are
 * dropped, and `onFailure` hears why. The collector is the operator's own, like Postgres: not asked through egress/.
 */
export function openTelemetry(
  settings: TracingSettings,
  version: string,
  onFailure: (error: unknown) => void,
): OpenTelemetry {
  const { endpoint, headers, serviceName } = settings;
  setGlobalErrorHandler(onFailure);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    sampler: samplerOf(settings),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('lorekeeper', version);
  return { open: (start) => openIn(tracer, start), close: () => provider.shutdown() };
}

function openIn(tracer: Tracer, start: SpanStart): Span {
  const { name, kind, attributes } = start;
  const span = tracer.startSpan(name, { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, attributes }, parentOf(start));
  return {
    within: (work) => currentSpan.run(span, work),
    end(more = {}, failure) {
      span.setAttributes(more);
      // Not its message: Postgres and wikis put values into theirs.
      if (failure !== undefined) {
        span.setAttribute('error.type', typeof failure === 'string' ? failure : kindOf(failure));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

function parentOf({ headers, isRoot }: SpanStart): Context {
  if (headers) return propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  const parent = currentSpan.getStore() as OpenTelemetrySpan | undefined;
  return parent && !isRoot ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

function kindOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name);
}

function samplerOf({ sampler, ratio }: TracingSettings): Sampler {
  const roots = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  const root = roots[sampler.replace('parentbased_', '') as keyof typeof roots]();
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

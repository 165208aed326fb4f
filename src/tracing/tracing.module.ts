import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { OpenTelemetry } from './open-telemetry';
import { traceWith } from './span';
import type { TracingSettings } from './tracing-settings';

const SAY_EVERY_MS = 60_000;
/** For the last spans, when the program ends. */
const FLUSH_MS = 1000;
const TELEMETRY = Symbol('OpenTelemetry');

/** Traces for a collector. Nothing of OpenTelemetry is read before one is named. */
@Module({})
export class TracingModule implements OnApplicationShutdown {
  constructor(@Inject(TELEMETRY) private readonly telemetry: OpenTelemetry) {}

  static with(settings: TracingSettings, version: string): DynamicModule {
    return { module: TracingModule, providers: [{ provide: TELEMETRY, useFactory: () => load(settings, version) }] };
  }

  async onApplicationShutdown(): Promise<void> {
    traceWith(null);
    await Promise.race([this.telemetry.close(), sleep(FLUSH_MS, undefined, { ref: false })]);
  }
}

async function load(settings: TracingSettings, version: string): Promise<OpenTelemetry> {
  const { openTelemetry } = await import('./open-telemetry.js');
  const log = new Logger('tracing');
  let saidAt = -Infinity;
  const telemetry = openTelemetry(settings, version, (error) => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    log.warn({ msg: 'The collector does not take traces; they are lost', error: reasonOf(error) });
  });
  traceWith(telemetry.open);
  return telemetry;
}

/** The system's code or the status of the answer, never the address or a header. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string | number; message?: string };
  return String(code ?? message);
}

import { Controller, Get, Header } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { Problem } from '../../problem/problem';
import { AdminKey } from '../http/admin.guard';
import { Lifecycle } from '../http/lifecycle';
import { ResponseCache } from '../http/response-cache';
import { ServiceState } from '../ports';

/** Whether the process lives, can serve, and lacks anything. None of these waits for a store. */
@Controller()
export class HealthController {
  private readonly startedAt = Date.now() - process.uptime() * 1000;

  constructor(
    private readonly state: ServiceState,
    private readonly catalogue: Catalogue,
    private readonly lifecycle: Lifecycle,
    private readonly cache: ResponseCache,
    private readonly adminKey: AdminKey,
  ) {}

  @Get('live')
  @Header('cache-control', 'no-store')
  live(): object {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  ready(): object {
    if (!this.lifecycle.isServing) {
      throw new Problem('SHUTTING_DOWN', 'The service is shutting down.', { retryAfterSeconds: 5 });
    }
    if (!this.catalogue.current(undefined)) {
      throw new Problem('DATA_NOT_READY', 'No universe can be served yet.', { retryAfterSeconds: 1 });
    }
    return { status: this.isDegraded() ? 'degraded' : 'ready' };
  }

  @Get('health')
  @Header('cache-control', 'no-store')
  health(): object {
    return {
      status: this.isDegraded() ? 'degraded' : 'healthy',
      uptime_seconds: Math.round((Date.now() - this.startedAt) / 100) / 10,
      database: this.state.database(),
      cache: { enabled: true, hit_rate: Math.round((this.cache.hitRate ?? 0) * 10_000) / 10_000 },
      authentication: this.adminKey.key !== null,
      version: this.state.version,
    };
  }

  private isDegraded(): boolean {
    return this.state.usesPostgres && !this.state.database().connected;
  }
}

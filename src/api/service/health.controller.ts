import { Controller, Get, Header } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { Config } from '../../config/config';
import { Problem } from '../../problem/problem';
import { Troubles } from '../../problem/troubles';
import { Lifecycle } from '../http/lifecycle';
import { ResponseCache } from '../http/response-cache';
import { ServiceReport } from './service-report';

/** Whether the process lives, can serve, and lacks anything. None of these waits for a store. */
@Controller()
export class HealthController {
  private readonly startedAt = Date.now() - process.uptime() * 1000;

  constructor(
    private readonly state: ServiceReport,
    private readonly catalogue: Catalogue,
    private readonly lifecycle: Lifecycle,
    private readonly cache: ResponseCache,
    private readonly config: Config,
    private readonly troubles: Troubles,
  ) {}

  @Get('live')
  @Header('cache-control', 'no-store')
  checkLive(): object {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  checkReady(): object {
    if (!this.lifecycle.isServing) {
      throw new Problem('SHUTTING_DOWN', 'The service is shutting down.', { retryAfterSeconds: 5 });
    }
    if (!this.catalogue.isReady()) {
      throw new Problem('DATA_NOT_READY', 'No universe can be served yet.', { retryAfterSeconds: 1 });
    }
    return { status: this.listTroubles().length > 0 ? 'degraded' : 'ready' };
  }

  @Get('health')
  @Header('cache-control', 'no-store')
  getHealth(): object {
    const troubles = this.listTroubles();
    return {
      status: troubles.length > 0 ? 'degraded' : 'healthy',
      troubles,
      uptime_seconds: Math.round((Date.now() - this.startedAt) / 100) / 10,
      database: this.state.database(),
      cache: { enabled: true, hit_rate: Math.round((this.cache.hitRate ?? 0) * 10_000) / 10_000 },
      authentication: this.config.server.adminApiKey !== null,
      version: this.state.version,
    };
  }

  /** Before Postgres was ever there, nobody has set its trouble: it is one since the start. */
  private listTroubles(): { name: string; reason: string; since: string }[] {
    const known = this.troubles.list().map((trouble) => ({ ...trouble, since: trouble.since.toISOString() }));
    const { connected, reason } = this.state.database();
    if (!this.state.usesPostgres || connected || known.some(({ name }) => name === 'database')) return known;
    const since = new Date(this.startedAt).toISOString();
    return [{ name: 'database', reason: `Postgres cannot be used: ${reason ?? 'it is starting'}`, since }, ...known];
  }
}

import { Controller, Get, Header } from '@nestjs/common';
import { Metrics } from './metrics';

/** `GET /metrics`, for Prometheus. */
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  getMetrics(): Promise<string> {
    return this.metrics.render();
  }
}

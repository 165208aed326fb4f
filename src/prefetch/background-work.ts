import { Inject, Injectable } from '@nestjs/common';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { ImageStore } from '../images/store/image-store';
import { IMAGE_SOURCE, type ImageSource } from '../jobs/images/image-source';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { CrawlOrders } from './crawl-orders';
import { RefreshSchedule } from './fill/refresh-schedule';
import { ImageMirror } from './image-mirror';
import { inBackground } from './in-background';
import { Prefetch } from './prefetch';

/** Everything that the server does without being asked, once it listens. */
@Injectable()
export class BackgroundWork {
  constructor(
    private readonly snapshots: OpenSnapshots,
    private readonly imageStore: ImageStore,
    private readonly mirror: ImageMirror,
    private readonly prefetch: Prefetch,
    private readonly refreshes: RefreshSchedule,
    private readonly crawls: CrawlOrders,
    @Inject(IMAGE_SOURCE) private readonly images: ImageSource,
    private readonly definitions: UniverseDefinitions,
  ) {}

  /** Resolves when what earlier runs left can be served; the work goes on from there. */
  async start(): Promise<void> {
    this.mirror.start();
    inBackground('images', () => this.imageStore.load());
    await this.snapshots.open();
    inBackground('prefetch', () => this.prefetch.start());
    this.refreshes.start();
    inBackground('follow crawls', () => this.crawls.adopt(this.definitions.idsWithWiki()));
  }

  async stop(): Promise<void> {
    await this.refreshes.stop();
    this.images.leave?.();
    await Promise.all([this.prefetch.stop(), this.crawls.stop()]);
    await this.mirror.stop();
  }
}

import type { OpenSnapshots } from '../dataset/open-snapshots';
import type { ImageStore } from '../images/store/image-store';
import type { ImageSource } from '../jobs/images/image-source';
import type { CrawlOrders } from './crawl-orders';
import type { RefreshSchedule } from './fill/refresh-schedule';
import type { ImageMirror } from './image-mirror';
import { inBackground } from './in-background';
import type { Prefetch } from './prefetch';

export interface BackgroundWorkParts {
  snapshots: OpenSnapshots;
  imageStore: ImageStore;
  mirror: ImageMirror;
  prefetch: Prefetch;
  refreshes: RefreshSchedule;
  crawls: CrawlOrders;
  images: ImageSource;
  /** Universes that crawls may have been ordered of. */
  withWiki: readonly string[];
}

/** Everything that the server does without being asked, once it listens. */
export class BackgroundWork {
  constructor(private readonly parts: BackgroundWorkParts) {}

  /** Resolves when what earlier runs left can be served; the work goes on from there. */
  async start(): Promise<void> {
    const { snapshots, imageStore, mirror, prefetch, refreshes, crawls, withWiki } = this.parts;
    mirror.start();
    inBackground('images', () => imageStore.load());
    await snapshots.open();
    inBackground('prefetch', () => prefetch.start());
    refreshes.start();
    inBackground('follow crawls', () => crawls.adopt(withWiki));
  }

  async stop(): Promise<void> {
    const { mirror, prefetch, refreshes, crawls, images } = this.parts;
    await refreshes.stop();
    images.leave?.();
    await Promise.all([prefetch.stop(), crawls.stop()]);
    await mirror.stop();
  }
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ImagesConfig } from '../config/config';
import { systemClock } from '../egress/clock';
import { EgressClient } from '../egress/egress-client';
import { HostAllowList } from '../egress/host-allow-list';
import { bundledImages } from './bundled-images';
import { DecoderPool } from './decoder/decoder-pool';
import { HostGate } from './download/host-gate';
import { ImageDownloader } from './download/image-downloader';
import { ImageFetcher } from './download/image-fetcher';
import { ImageProxy, type ImageProxyOptions } from './proxy/image-proxy';
import { ImageStore } from './store/image-store';

export interface ImagesSetting {
  config: ImagesConfig;
  /** Hosts of the universe definitions, where the configuration names none. */
  universeHosts: readonly string[];
  universesDir: string;
  userAgent: string;
  observe?: ImageProxyOptions['observe'];
}

/** Everything about images, ready to be loaded. */
export interface Images {
  store: ImageStore;
  downloader: ImageDownloader;
  proxy: ImageProxy;
  decoders: DecoderPool;
  /** Ends downloads under way and decoder processes, and saves the index. */
  close(): Promise<void>;
}

/** Puts the image store, the downloader and the proxy together; nothing is read or opened yet. */
export function createImages({ config, universeHosts, universesDir, userAgent, observe }: ImagesSetting): Images {
  const clock = systemClock;
  const via = `lorekeeper-${randomBytes(8).toString('hex')}`;
  const decoders = new DecoderPool();
  const store = new ImageStore({ dir: config.dir, decoders, maxBytes: config.maxBytes });
  const egress = new EgressClient({
    allow: new HostAllowList(config.allowedHosts ?? universeHosts),
    userAgent,
    via,
    bundled: bundledImages(join(universesDir, 'demo', 'images')),
    connectionsPerHost: config.workers + 8,
  });
  const gate = new HostGate({ clock, perHost: Math.min(config.workers, 32) });
  const fetcher = new ImageFetcher({ egress, store, decoders, deadlineMs: 20_000 });
  const downloader = new ImageDownloader({ store, fetcher, decoders, egress, gate, clock });
  const proxy = new ImageProxy({ store, fetcher, decoders, egress, gate, clock, via, observe });
  const close = async () => {
    await egress.close();
    await decoders.close();
    await store.close();
  };
  return { store, downloader, proxy, decoders, close };
}

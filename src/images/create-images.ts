import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ImagesConfig } from '../config/config';
import { systemClock } from '../egress/clock';
import { EgressClient } from '../egress/egress-client';
import { HostAllowList } from '../egress/host-allow-list';
import type { Troubles } from '../problem/troubles';
import { bundledImages } from './bundled-images';
import type { DecoderPool } from './decoder/decoder-pool';
import { HostGate } from './download/host-gate';
import { ImageDownloader } from './download/image-downloader';
import { ImageFetcher } from './download/image-fetcher';
import { ImageProxy } from './proxy/image-proxy';
import { backingOf } from './store/backing';
import { ImageStore } from './store/image-store';

export interface ImagesSetting {
  config: ImagesConfig;
  /** Hosts of the universe definitions, where the configuration names none. */
  universeHosts: readonly string[];
  universesDir: string;
  userAgent: string;
  decoders: DecoderPool;
  /** Where it is told that the image folder cannot be used. */
  troubles?: Troubles;
}

/** Everything about images, ready to be loaded. A class, so that it names its provider. */
export abstract class Images {
  readonly store!: ImageStore;
  readonly downloader!: ImageDownloader;
  readonly proxy!: ImageProxy;
  readonly decoders!: DecoderPool;
  /** Tries again what failed lately, as soon as somebody asks for it. */
  abstract forgetFailures(): Promise<void>;
  /** Ends downloads under way and decoder processes, and writes what is waiting. */
  abstract close(): Promise<void>;
}

const DEADLINE_MS = 20_000;
/** Connections for the proxy's requests beside those of a run. */
const CONNECTIONS_FOR_PROXY = 8;
const MOST_PER_HOST = 32;

/** Puts the image store, the downloader and the proxy together; nothing is read or opened yet. */
export function createImages(setting: ImagesSetting): Images {
  const { config, universeHosts, universesDir, userAgent, decoders, troubles } = setting;
  const { maxBytes, publicUrl } = config;
  const clock = systemClock;
  const via = `lorekeeper-${randomBytes(8).toString('hex')}`;
  const store = new ImageStore({ backing: backingOf(config), decoders, maxBytes, publicUrl, troubles });
  const egress = new EgressClient({
    allow: new HostAllowList([...new Set(config.allowedHosts ?? universeHosts)]),
    userAgent,
    via,
    bundled: bundledImages(join(universesDir, 'demo', 'images')),
    connectionsPerHost: config.workers + CONNECTIONS_FOR_PROXY,
  });
  const gate = new HostGate({ clock, perHost: Math.min(config.workers, MOST_PER_HOST) });
  const fetcher = new ImageFetcher({ egress, store, decoders, deadlineMs: DEADLINE_MS });
  const downloader = new ImageDownloader({ store, fetcher, decoders, egress, gate, clock });
  const proxy = new ImageProxy({ store, fetcher, decoders, egress, gate, clock, via });
  return {
    store,
    downloader,
    proxy,
    decoders,
    async forgetFailures() {
      proxy.forgetFailures();
      await store.forgetFailures();
    },
    async close() {
      await egress.close();
      await decoders.close();
      await store.close();
    },
  };
}

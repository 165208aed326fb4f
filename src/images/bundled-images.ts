import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundledOrigin } from '../egress/egress-client';

const SAFE_PATH = /^(\/[\w-][\w.-]*)+$/;

/** The images of the demo universe: an origin that exists nowhere but in the package. */
export function bundledImages(folder: string): BundledOrigin {
  return {
    host: 'images.demo.invalid',
    async read(path) {
      if (!SAFE_PATH.test(path)) return null;
      const handle = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
      if (!handle) return null;
      try {
        return (await handle.stat()).isFile() ? await handle.readFile() : null;
      } finally {
        await handle.close();
      }
    },
  };
}

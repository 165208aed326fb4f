import type { ImagesConfig } from '../../config/config';
import type { Directory } from '../../dataset/directory';
import { inTurns, type Steps } from '../../event-loop/steps';
import type { ImageCounts } from '../../jobs/images/image-source';
import type { Run } from '../run';
import type { Stage } from './stage';

/** Articles that are looked at in one step. */
const STEP = 256;

/** Stage 2: the pictures of the wanted categories are on disk. */
export const IMAGES: Stage = {
  name: 'prefetching_images',
  number: 'STAGE 2',
  title: 'images',
  share: 30,
  isLong: true,
  async carryOut(run, { config, imagesConfig, images, openLog }, made) {
    const { progress, universe, signal, superseded } = run;
    if (!config.images || !made.snapshot) return made;
    const urls = await imageUrls(made.snapshot.directory, imagesConfig.categories);
    progress.raise('images_total', urls.size);
    if ((await images.missing(urls)) > 0) await openLog(run);
    progress.enter(IMAGES.name);
    const counts = await images.downloadAll(universe, urls, {
      signal: AbortSignal.any([signal, superseded]),
      force: run.options.force,
      onProgress: (soFar) => report(run, soFar, urls.size),
      onPaused: (reason) => progress.pause(reason),
      onFailure: (code, message, count) => progress.addError(code, message, count),
    });
    report(run, counts, urls.size);
    return made;
  },
};

function report({ progress }: Run, { downloaded, cached, failed }: ImageCounts, total: number): void {
  progress.raise('images_downloaded', downloaded);
  progress.raise('images_cached', cached);
  progress.raise('images_failed', failed);
  progress.advance(downloaded + cached + failed, total);
}

/** The distinct image URLs of the wanted categories' articles, gathered in as many turns as it takes. */
export function imageUrls(directory: Directory, categories: ImagesConfig['categories']): Promise<Set<string>> {
  return inTurns(collectUrls(directory, categories));
}

function* collectUrls(directory: Directory, categories: ImagesConfig['categories']): Steps<Set<string>> {
  const urls = new Set<string>();
  for (const [number, { name }] of directory.info.categories.entries()) {
    if (categories !== 'all' && !categories.includes(name)) continue;
    let seen = 0;
    for (const ordinal of directory.ordinalsOf(number)) {
      const url = directory.imageUrl(ordinal);
      if (url !== null) urls.add(url);
      if (++seen % STEP === 0) yield;
    }
  }
  return urls;
}

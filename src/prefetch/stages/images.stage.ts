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
  doing: 'Pictures',
  heading: 'Fetch pictures',
  description: 'Brings the pictures near, and checks every one.',
  share: 30,
  isLong: true,
  async carryOut(run, { config, imagesConfig, images, openLog }, made) {
    const { progress, universe, signal, superseded } = run;
    if (!config.images || !made.snapshot) return made;
    const { urls, revisions } = await wantedImages(made.snapshot.directory, imagesConfig.categories);
    progress.raise('images_total', urls.size);
    if ((await images.missing(urls)) > 0) await openLog(run);
    progress.enter(IMAGES.name);
    const counts = await images.downloadAll(universe, urls, {
      signal: AbortSignal.any([signal, superseded]),
      force: run.options.force,
      revisions,
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

/** Images of articles, and which version of its file a URL stands for, where the wiki says. */
interface WantedImages {
  urls: Set<string>;
  revisions: Map<string, string>;
}

/** The distinct image URLs of the wanted categories' articles. */
export async function imageUrls(directory: Directory, categories: ImagesConfig['categories']): Promise<Set<string>> {
  return (await wantedImages(directory, categories)).urls;
}

/** Gathered in as many turns as it takes. */
function wantedImages(directory: Directory, categories: ImagesConfig['categories']): Promise<WantedImages> {
  return inTurns(collectImages(directory, categories));
}

function* collectImages(directory: Directory, categories: ImagesConfig['categories']): Steps<WantedImages> {
  const urls = new Set<string>();
  const revisions = new Map<string, string>();
  for (const [number, { name }] of directory.info.categories.entries()) {
    if (categories !== 'all' && !categories.includes(name)) continue;
    let seen = 0;
    for (const ordinal of directory.ordinalsOf(number)) {
      const url = directory.imageUrl(ordinal);
      if (url !== null) {
        urls.add(url);
        const revision = directory.imageRevision(ordinal);
        // Articles that show one file may have been fetched at different times: the newest version counts.
        if (revision > (revisions.get(url) ?? '')) revisions.set(url, revision);
      }
      if (++seen % STEP === 0) yield;
    }
  }
  return { urls, revisions };
}

import type { Catalogue } from '../../catalogue/catalogue';
import { Unreachable } from '../../database/unreachable';
import { ImageFailure } from '../../images/image-failure';
import type { KnownImages } from '../../images/store/image-store';
import { EXPORTS } from '../exports';
import { unavailable } from './archive-failure';
import type { Pictures } from './pictures';
import { writeArchive, type WriteArchive } from './write-archive';

/** Makes archives in this process. */
export function archiveMaker(catalogue: Catalogue, images: KnownImages, pictures: Pictures): WriteArchive {
  return async ({ id, universe, key, query }, target) => {
    const one = EXPORTS.find((each) => each.id === id);
    if (one?.kind !== 'archive') throw new Error(`not an export that is an archive: ${id}`);
    const { view } = await catalogue.read(universe, () => null);
    if (view.directory.info.key !== key) throw unavailable('The dataset was replaced meanwhile: ask again.');
    const { scratch } = target;
    try {
      await writeArchive(one.files({ view: view.untilItsEnd(), query, images, pictures, scratch }), target);
    } catch (error) {
      if (error instanceof Unreachable) throw unavailable('Postgres went away meanwhile.', error);
      if (error instanceof ImageFailure) throw unavailable(error.message, error);
      throw error;
    }
  };
}

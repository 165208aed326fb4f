import type { UniverseView } from '../../../catalogue/universe-view';
import type { ServiceReport } from '../../service/service-report';
import { categoryCounts } from './canon';

const OPERATIONS = 5;

/** What is stored of a universe, and where. */
export async function cacheStatistics(view: UniverseView, state: ServiceReport): Promise<string> {
  const stores = await state.statistics(view.universe);
  return JSON.stringify({
    universe: view.universe,
    backend: state.usesPostgres ? 'hybrid' : 'file',
    total_articles: view.directory.count,
    articles_with_images: view.directory.info.categories.reduce((sum, { withImages }) => sum + withImages, 0),
    categories: categoryCounts(view),
    images: stores.images,
    file_cache: stores.file_cache,
    postgresql: stores.postgresql,
    recent_operations: stores.recent_operations.slice(0, OPERATIONS),
  });
}

import { ARTICLES_EXPORT } from './articles.export';
import { CHANGES_EXPORT } from './changes/changes.export';
import { FEED_EXPORT } from './changes/feed.export';

/** Every export; a new one is a file and a line here. */
export const EXPORTS = [ARTICLES_EXPORT, CHANGES_EXPORT, FEED_EXPORT] as const;

export type ExportId = (typeof EXPORTS)[number]['id'];

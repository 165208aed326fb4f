import { ARTICLES_EXPORT } from './articles.export';

/** Every export; a new one is a file and a line here. */
export const EXPORTS = [ARTICLES_EXPORT] as const;

export type ExportId = (typeof EXPORTS)[number]['id'];

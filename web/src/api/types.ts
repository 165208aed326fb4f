/** The answers of the API that the page reads, as the generated client knows them (`npm run openapi`). */
export type {
  Article,
  ArticleCounts as Summary,
  ArticlePage,
  ArticleSections,
  CacheStats,
  Card as Place,
  FailedJobs,
  FieldValue,
  Health,
  Infobox,
  Licence,
  LinkedArticle,
  LinkPage,
  PrefetchProgress as Progress,
  PrefetchStatus,
  SearchPage,
  SearchResult,
  Section,
  StoreOperation as Operation,
  Suggestion,
  Universe,
} from '../../../clients/typescript/lib/generated/types.gen';
import type { Infobox } from '../../../clients/typescript/lib/generated/types.gen';

export type InfoboxField = Infobox['fields'][number];
export type InfoboxLink = InfoboxField['links'][number];

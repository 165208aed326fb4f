/** The answers of the API that the page reads, as the generated client knows them (`npm run openapi`). */
export type {
  Article,
  ArticleCounts as Summary,
  ArticlePage,
  CacheStats,
  Card as Place,
  Health,
  Infobox,
  Licence,
  PrefetchProgress as Progress,
  PrefetchStatus,
  SearchPage,
  SearchResult,
  StoreOperation as Operation,
  Suggestion,
  Universe,
} from '../../../clients/typescript/lib/generated/types.gen';
import type { Infobox, Licence } from '../../../clients/typescript/lib/generated/types.gen';

export type InfoboxField = Infobox['fields'][number];
export type InfoboxLink = InfoboxField['links'][number];

export interface Section {
  index: number;
  level: number;
  heading: string;
  anchor: string;
  bytes: number;
  text: string;
}

export interface ArticleSections {
  id: number;
  title: string;
  category: string;
  source_url: string | null;
  licence: Licence;
  sections: Section[];
  gallery: { url: string; caption: string }[];
  truncated: boolean;
  next_section: number | null;
}

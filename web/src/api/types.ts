/** The answers of the API that the page reads (see /docs). Members that older servers lack are optional. */
export interface Licence {
  name: string;
  url: string | null;
  attribution?: string | null;
}

export interface Universe {
  id: string;
  name: string;
  articles: number;
  categories: number | Record<string, number>;
  dataset_version: string | null;
  licence: Licence | string | null;
  stale: boolean;
}

export interface Summary {
  universe: string;
  total_items: number;
  categories: Record<string, number>;
}

export interface InfoboxLink {
  text: string;
  href: string;
}

export interface InfoboxField {
  label: string;
  values: string[];
  links: InfoboxLink[];
}

export interface Infobox {
  type: string | null;
  fields: InfoboxField[];
}

export interface Article {
  id: number;
  title: string;
  category: string;
  universe: string;
  image_url: string | null;
  image_cached: boolean;
  image_width?: number | null;
  image_height?: number | null;
  placeholder?: string | null;
  source_url: string | null;
  scraped_at: string | null;
  description: string;
  content: Record<string, string | string[]>;
  infobox: Infobox | null;
  wiki_categories: string[];
  aliases: string[];
  licence: Licence | string | null;
}

export interface ArticlePage {
  items: Article[];
  next_cursor: string | null;
  total: number;
}

export type Match = 'name' | 'alias' | 'words' | 'prefix' | 'part' | 'fuzzy' | 'description';

export interface SearchResult {
  title: string;
  category: string;
  universe: string;
  image_url: string | null;
  description: string;
  match: Match;
}

export interface SearchPage {
  universe: string;
  query: string;
  category: string | null;
  total: number;
  results: SearchResult[];
}

export interface Suggestion {
  title: string;
  category: string;
  image_url: string | null;
}

export interface Place {
  name: string;
  description: string;
  image_url: string | null;
  image_cached: boolean;
}

export interface RunError {
  code: string;
  message: string;
  count: number;
}

export interface Progress {
  stage: string;
  universe: string | null;
  log_id: number | null;
  articles_total: number;
  articles_processed: number;
  articles_created: number;
  articles_updated: number;
  articles_unchanged: number;
  articles_rejected: number;
  images_total: number;
  images_downloaded: number;
  images_cached: number;
  images_failed: number;
  percent: number;
  rate_per_second: number;
  eta_seconds: number | null;
  started_at: string | null;
  completed_at: string | null;
  /** Who builds and since when, while another instance does. */
  waiting_for?: { holder: string; since: string } | null;
  errors: RunError[];
}

export interface PrefetchStatus {
  is_complete: boolean;
  is_running: boolean;
  progress: Progress;
  universes: Record<string, Progress>;
  jobs?: { connected: boolean; warnings: string[]; failed: number | null };
}

export interface Health {
  status: 'healthy' | 'degraded';
  /** What cannot be used at present, and why. */
  troubles: { name: string; reason: string; since: string }[];
  uptime_seconds: number;
  database: {
    connected: boolean;
    embedded: boolean;
    /** Why it is not simply up, in words. */
    reason?: string | null;
    pool: { size: number; idle: number; waiting: number; max: number } | null;
  };
  cache: { enabled: boolean; hit_rate: number };
  authentication: boolean | string;
  version: string;
}

export interface Operation {
  id: number | null;
  universe?: string;
  operation_type: string;
  status: string;
  articles_processed: number;
  articles_created?: number;
  articles_updated?: number;
  images_downloaded?: number;
  errors_count?: number;
  error_message?: string | null;
  started_at: string;
  completed_at: string | null;
  duration_seconds: number | null;
}

export interface CacheStats {
  universe: string;
  backend: 'hybrid' | 'file';
  total_articles: number;
  articles_with_images: number;
  images: { files: number; bytes: number; by_format: Record<string, number> };
  file_cache: { exists: boolean; files: number; bytes: number; created_at: string | null; stale: boolean };
  postgresql: { connected: boolean; bytes: number | null; tables: unknown };
  recent_operations: Operation[];
}

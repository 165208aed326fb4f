export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};
export type AllTitles = {
    /**
     * Id of the universe.
     */
    universe: string;
    total_items: number;
    /**
     * Articles by category.
     */
    categories: {
        [key: string]: number;
    };
    data: {
        [key: string]: Array<string>;
    };
};
/**
 * An article of the wiki.
 */
export type Article = {
    /**
     * Below 2^53; the same in both sources and after every load.
     */
    id: number;
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * Address of the picture; the image proxy serves it.
     */
    image_url: string | null;
    /**
     * Whether the image proxy has it in its store.
     */
    image_cached: boolean;
    /**
     * Where a CDN serves it, null before it is stored; only where IMAGE_PUBLIC_URL is set.
     */
    image_cdn_url?: string | null;
    /**
     * Width in pixels, once it has been downloaded.
     */
    image_width: number | null;
    /**
     * Height in pixels, once it has been downloaded.
     */
    image_height: number | null;
    /**
     * Base64 of a thumbhash, to be shown until the picture is there.
     */
    placeholder: string | null;
    /**
     * The article in its wiki.
     */
    source_url: string | null;
    /**
     * When it was taken from the wiki.
     */
    scraped_at: string;
    /**
     * Its first paragraph; empty where there is none.
     */
    description: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    /**
     * Its facts, flat, by folded label; `affiliations`, `abilities` and `aliases` are always arrays.
     */
    content: {
        [key: string]: string | Array<string>;
    };
    infobox: Infobox | null;
    /**
     * Its categories in the wiki.
     */
    wiki_categories: Array<string>;
    /**
     * Its other names.
     */
    aliases: Array<string>;
    licence: Licence;
};
export type ArticleBatch = {
    articles: Array<Article>;
    missing: Array<string>;
};
export type ArticleCounts = {
    /**
     * Id of the universe.
     */
    universe: string;
    total_items: number;
    /**
     * Articles by category.
     */
    categories: {
        [key: string]: number;
    };
};
export type ArticlePage = {
    items: Array<Article>;
    /**
     * null at the end.
     */
    next_cursor: string | null;
    total: number;
};
export type ArticleSections = {
    id: number;
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    source_url: string | null;
    licence: Licence;
    sections: Array<Section>;
    /**
     * The pictures of the text.
     */
    gallery: Array<{
        url: string;
        caption: string;
    }>;
    /**
     * Something that was asked for is missing, for want of room.
     */
    truncated: boolean;
    /**
     * Index of the next section; null at the end.
     */
    next_section: number | null;
};
export type Attribution = {
    /**
     * Id of the universe.
     */
    universe: string;
    name: string;
    licence: Licence;
    source: string | null;
    scraped_at: string;
};
export type CacheInvalidated = {
    status: 'invalidated';
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * Id of the run.
     */
    run_id: string | number;
    images_deleted: number;
};
export type CacheStats = {
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * Whether a Postgres is configured.
     */
    backend: 'hybrid' | 'file';
    total_articles: number;
    articles_with_images: number;
    /**
     * Articles by category.
     */
    categories: {
        [key: string]: number;
    };
    images: {
        files: number;
        bytes: number;
        by_format: {
            [key: string]: number;
        };
    };
    file_cache: {
        exists: boolean;
        files: number;
        bytes: number;
        created_at: string | null;
        stale: boolean;
    };
    postgresql: {
        connected: boolean;
        bytes: number;
        /**
         * Rows by table.
         */
        tables: {
            [key: string]: number;
        };
    };
    recent_operations: Array<StoreOperation>;
};
/**
 * What lists with pictures show of an article.
 */
export type Card = {
    name: string;
    description: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    /**
     * Address of the picture; the image proxy serves it.
     */
    image_url: string | null;
    /**
     * Whether the image proxy has it in its store.
     */
    image_cached: boolean;
    /**
     * Where a CDN serves it, null before it is stored; only where IMAGE_PUBLIC_URL is set.
     */
    image_cdn_url?: string | null;
    /**
     * Width in pixels, once it has been downloaded.
     */
    image_width: number | null;
    /**
     * Height in pixels, once it has been downloaded.
     */
    image_height: number | null;
    /**
     * Base64 of a thumbhash, to be shown until the picture is there.
     */
    placeholder: string | null;
};
export type CategoryTitles = {
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * The one category of the article.
     */
    category: string;
    count: number;
    total: number;
    /**
     * Titles in title order.
     */
    items: Array<string>;
};
/**
 * A character card, version 2.
 */
export type CharacterCard = {
    spec: 'chara_card_v2';
    spec_version: '2.0';
    data: {
        name: string;
        description: string;
        personality: string;
        scenario: string;
        first_mes: string;
        mes_example: string;
        creator_notes: string;
        system_prompt: string;
        post_history_instructions: string;
        alternate_greetings: Array<string>;
        character_book: {
            entries: Array<{
                keys: Array<string>;
                content: string;
                [key: string]: unknown;
            }>;
            [key: string]: unknown;
        };
        tags: Array<string>;
        creator: string;
        character_version: string;
        extensions: {
            [key: string]: unknown;
        };
    };
};
export type Coverage = {
    /**
     * Id of the universe.
     */
    universe: string;
    articles: number;
    rejected: number;
    uncategorised: number;
    no_image: number;
    places: number;
    places_without_planet: number;
    /**
     * null where there was none.
     */
    last_fill: {
        [key: string]: unknown;
    } | null;
};
/**
 * An embed of a Discord message.
 */
export type DiscordEmbed = {
    title: string;
    description?: string;
    url?: string;
    thumbnail?: {
        url: string;
    };
    fields: Array<{
        name: string;
        value: string;
        inline: boolean;
    }>;
    footer: {
        text: string;
    };
};
export type Entry = {
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    image_url: string | null;
};
export type FailedJobs = {
    mode: 'in_process' | 'redis' | 'postgres';
    connected: boolean;
    warnings: Array<string>;
    paused: boolean;
    jobs: Array<{
        id: string;
        kind: 'image-batch' | 'crawl';
        universe: string;
        code: 'job_failed' | 'job_stalled';
        reason: string;
        attempts: number;
        failed_at: string;
    }>;
};
export type FieldValue = {
    value: string;
    count: number;
};
export type FormOptions = {
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * Species of characters.
     */
    popular_species: Array<string>;
    /**
     * Homeworlds of characters.
     */
    popular_planets: Array<string>;
    /**
     * What characters belong to.
     */
    popular_affiliations: Array<string>;
    /**
     * Colours of eyes, hair and skin.
     */
    colors: Array<string>;
    /**
     * Genders of characters.
     */
    genders: Array<string>;
};
export type Health = {
    status: 'healthy' | 'degraded';
    /**
     * What cannot be used at present, and why; empty while healthy.
     */
    troubles: Array<{
        name: string;
        reason: string;
        since: string;
    }>;
    uptime_seconds: number;
    database: {
        connected: boolean;
        embedded: boolean;
        /**
         * Why it is not simply up.
         */
        reason?: string | null;
        pool: {
            size: number;
            idle: number;
            waiting: number;
            max: number;
        };
    };
    cache: {
        enabled: boolean;
        hit_rate: number;
    };
    /**
     * Whether an admin key is configured.
     */
    authentication: boolean;
    version: string;
};
/**
 * The facts of the article as the wiki shows them.
 */
export type Infobox = {
    /**
     * As the wiki calls it.
     */
    type: string | null;
    fields: Array<{
        label: string;
        values: Array<string>;
        links: Array<{
            text: string;
            href: string;
            /**
             * Of the article that it leads to; null where there is none.
             */
            title: string | null;
        }>;
    }>;
};
export type ItemPage = {
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * How many there are in all.
     */
    total: number;
    offset: number;
    limit: number;
    /**
     * How many are on this page.
     */
    returned: number;
    items: Array<{
        id: number;
        name: string;
        description: string;
        /**
         * What it is, in one line of at most 160 characters; empty where nothing is known.
         */
        summary: string;
        /**
         * Address of the picture; the image proxy serves it.
         */
        image_url: string | null;
        /**
         * Whether the image proxy has it in its store.
         */
        image_cached: boolean;
        /**
         * Where a CDN serves it, null before it is stored; only where IMAGE_PUBLIC_URL is set.
         */
        image_cdn_url?: string | null;
        /**
         * Width in pixels, once it has been downloaded.
         */
        image_width: number | null;
        /**
         * Height in pixels, once it has been downloaded.
         */
        image_height: number | null;
        /**
         * Base64 of a thumbhash, to be shown until the picture is there.
         */
        placeholder: string | null;
    }>;
};
export type ItemSample = {
    count: number;
    /**
     * Titles in title order.
     */
    sample: Array<string>;
};
export type ItemsOverview = {
    /**
     * Id of the universe.
     */
    universe: string;
    categories: {
        weapons: ItemSample;
        armor: ItemSample;
        items: ItemSample;
        vehicles: ItemSample;
        droids: ItemSample;
    };
};
export type JobQueue = {
    paused: boolean;
};
export type JobQueued = {
    status: 'queued';
    job_id: string;
    universe?: string;
};
/**
 * Under which licence the texts stand, and who is to be named.
 */
export type Licence = {
    name: string;
    url: string | null;
    attribution: string | null;
};
export type LinkPage = {
    title: string;
    direction: 'out' | 'in';
    total: number;
    items: Array<LinkedArticle>;
    /**
     * null at the end.
     */
    next_cursor: string | null;
};
export type LinkedArticle = {
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    image_url: string | null;
    fields: Array<string>;
};
export type Live = {
    status: 'live';
};
export type Lookup = {
    query: string;
    article: Article | null;
    /**
     * Why it was found; null where nothing was.
     */
    match: 'name' | 'alias' | 'words' | 'prefix' | 'part' | 'fuzzy' | 'some_words' | 'description' | null;
    alternatives: Array<Entry>;
};
/**
 * A world info file; its entries by uid.
 */
export type Lorebook = {
    name: string;
    entries: {
        [key: string]: {
            uid: number;
            key: Array<string>;
            comment: string;
            content: string;
            disable: boolean;
            [key: string]: unknown;
        };
    };
    extensions: {
        [key: string]: unknown;
    };
};
/**
 * A JSON-RPC response: `result`, or `error`.
 */
export type McpAnswer = {
    jsonrpc: '2.0';
    id: string | number;
    [key: string]: unknown;
};
export type Passage = {
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * Of its section; empty in the lead.
     */
    heading: string;
    anchor: string;
    text: string;
    /**
     * How well it fits; only to be compared within one answer.
     */
    score: number;
    /**
     * Of the text, at most.
     */
    tokens: number;
    source_url: string | null;
    licence: Licence;
};
export type Passages = {
    universe: string;
    query: string;
    /**
     * Of all passages that have a word of the question.
     */
    total: number;
    /**
     * Of the passages given, together.
     */
    tokens: number;
    passages: Array<Passage>;
};
export type PlaceTitles = {
    /**
     * Id of the universe.
     */
    universe: string;
    planet: string;
    total: number;
    /**
     * Titles in title order.
     */
    locations: Array<string>;
};
export type Planet = {
    id: number;
    name: string;
    description: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    /**
     * Empty where it is not known.
     */
    region: string;
    /**
     * Empty where it is not known.
     */
    system: string;
    /**
     * Address of the picture; the image proxy serves it.
     */
    image_url: string | null;
    /**
     * Whether the image proxy has it in its store.
     */
    image_cached: boolean;
    /**
     * Where a CDN serves it, null before it is stored; only where IMAGE_PUBLIC_URL is set.
     */
    image_cdn_url?: string | null;
    /**
     * Width in pixels, once it has been downloaded.
     */
    image_width: number | null;
    /**
     * Height in pixels, once it has been downloaded.
     */
    image_height: number | null;
    /**
     * Base64 of a thumbhash, to be shown until the picture is there.
     */
    placeholder: string | null;
    source_url: string | null;
};
export type PrefetchCancelled = {
    status: 'cancelling' | 'idle';
    run_id: string | number | null;
    universe: string | null;
};
/**
 * How far the run of a universe is. Counts only grow within a run.
 */
export type PrefetchProgress = {
    stage: 'idle' | 'waiting' | 'categorizing' | 'writing_to_postgresql' | 'prefetching_images' | 'completed' | 'failed' | 'cancelled';
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * Row of `scraping_logs`; null without Postgres.
     */
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
    /**
     * Why a stage stands still.
     */
    paused_reason?: string | null;
    /**
     * The instance that builds, where this one waits.
     */
    waiting_for?: {
        holder: string;
        since: string;
    } | null;
    errors: Array<{
        code: string;
        message: string;
        count: number;
    }>;
};
export type PrefetchRun = {
    /**
     * Id of the run.
     */
    run_id: string | number;
    /**
     * Id of the universe.
     */
    universe: string;
};
export type PrefetchStatus = {
    /**
     * True only after a success.
     */
    is_complete: boolean;
    is_running: boolean;
    progress: PrefetchProgress;
    /**
     * The same for each universe.
     */
    universes: {
        [key: string]: PrefetchProgress;
    };
    /**
     * What a run does, in this order, in words for a page.
     */
    stages: Array<{
        stage: string;
        doing: string;
        heading: string;
        description: string;
    }>;
    /**
     * Who does the work in the background, and what the operator should change about it.
     */
    jobs?: {
        mode: 'in_process' | 'redis' | 'postgres';
        connected: boolean;
        warnings: Array<string>;
        failed: number | null;
        /**
         * Nobody begins a job until the queue goes on.
         */
        paused: boolean | null;
    };
};
export type Problem = {
    /**
     * A URI that names the kind.
     */
    type: string;
    title: string;
    status: number;
    /**
     * What went wrong, in words for the caller.
     */
    detail: string;
    code: 'BAD_REQUEST' | 'BAD_PARAMETER' | 'UNAUTHORIZED' | 'FORBIDDEN_ORIGIN' | 'FORBIDDEN_URL' | 'NOT_FOUND' | 'UNKNOWN_UNIVERSE' | 'UNKNOWN_CATEGORY' | 'ARTICLE_NOT_FOUND' | 'SECTION_NOT_FOUND' | 'IMAGE_NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'REQUEST_TIMEOUT' | 'CONFLICT' | 'CHANGES_GONE' | 'PAYLOAD_TOO_LARGE' | 'URI_TOO_LONG' | 'UNSUPPORTED_MEDIA_TYPE' | 'NOT_AN_IMAGE' | 'RATE_LIMITED' | 'HEADERS_TOO_LARGE' | 'INTERNAL' | 'UPSTREAM_FAILED' | 'ARTICLE_DAMAGED' | 'DATA_NOT_READY' | 'OVERLOADED' | 'EXPORT_UNAVAILABLE' | 'IMAGES_UNAVAILABLE' | 'JOBS_UNAVAILABLE' | 'HOST_PAUSED' | 'SHUTTING_DOWN' | 'UPSTREAM_TIMEOUT';
    request_id: string;
    [key: string]: unknown;
};
export type Ready = {
    status: 'ready' | 'degraded';
};
export type Root = {
    message: string;
    version: string;
    docs: string;
    status: string;
};
export type SearchPage = {
    /**
     * Id of the universe.
     */
    universe: string;
    query: string;
    category: string | null;
    /**
     * Of all matches, not of this page.
     */
    total: number;
    results: Array<SearchResult>;
};
export type SearchResult = {
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * Address of the picture; the image proxy serves it.
     */
    image_url: string | null;
    /**
     * Whether the image proxy has it in its store.
     */
    image_cached: boolean;
    /**
     * Where a CDN serves it, null before it is stored; only where IMAGE_PUBLIC_URL is set.
     */
    image_cdn_url?: string | null;
    /**
     * Width in pixels, once it has been downloaded.
     */
    image_width: number | null;
    /**
     * Height in pixels, once it has been downloaded.
     */
    image_height: number | null;
    /**
     * Base64 of a thumbhash, to be shown until the picture is there.
     */
    placeholder: string | null;
    description: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    /**
     * Why it was found, the best kind first.
     */
    match: 'name' | 'alias' | 'words' | 'prefix' | 'part' | 'fuzzy' | 'some_words' | 'description' | 'text';
    /**
     * The name that matched, where it is not the title.
     */
    matched: string | null;
    /**
     * Of the text that matched: HTML in which nothing but `<mark>` is markup.
     */
    snippet?: string;
};
export type Section = {
    index: number;
    /**
     * 1 is the lead.
     */
    level: number;
    heading: string;
    /**
     * As in the address of the wiki’s own page.
     */
    anchor: string;
    /**
     * Of its whole text as Markdown.
     */
    bytes: number;
    text: string;
};
/**
 * A run as the database has logged it.
 */
export type StoreOperation = {
    id: number;
    universe: string | null;
    operation_type: string;
    status: 'running' | 'completed' | 'failed' | 'cancelled' | 'abandoned';
    articles_processed: number;
    articles_created: number;
    articles_updated: number;
    images_downloaded: number;
    images_cached: number;
    images_failed: number;
    errors_count: number;
    /**
     * Why it failed, in words.
     */
    error_message: string | null;
    started_at: string;
    completed_at: string | null;
    duration_seconds: number | null;
};
export type Suggestion = {
    id: number;
    title: string;
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * What it is, in one line of at most 160 characters; empty where nothing is known.
     */
    summary: string;
    image_url: string | null;
};
/**
 * A page of titles of one category.
 */
export type TitlePage = {
    /**
     * The one category of the article.
     */
    category: string;
    /**
     * Id of the universe.
     */
    universe: string;
    /**
     * How many there are in all.
     */
    total: number;
    offset: number;
    limit: number;
    /**
     * How many are on this page.
     */
    returned: number;
    /**
     * Titles in title order.
     */
    items: Array<string>;
};
export type Universe = {
    id: string;
    name: string;
    articles: number;
    /**
     * Articles by category.
     */
    categories: {
        [key: string]: number;
    };
    /**
     * Changes with every published dataset.
     */
    dataset_version: string;
    licence: Licence;
    /**
     * Whether the data are older than CACHE_TTL_DAYS.
     */
    stale: boolean;
};
export type GetRootData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/';
};
export type GetRootErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type GetRootError = GetRootErrors[keyof GetRootErrors];
export type GetRootResponses = {
    /**
     * Where to go on.
     */
    200: Root;
};
export type GetRootResponse = GetRootResponses[keyof GetRootResponses];
export type InvalidateCacheData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Delete the downloaded images of the universe as well.
         */
        clear_images?: boolean;
    };
    url: '/api/v1/wiki/cache/invalidate';
};
export type InvalidateCacheErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type InvalidateCacheError = InvalidateCacheErrors[keyof InvalidateCacheErrors];
export type InvalidateCacheResponses = {
    /**
     * Build a universe anew.
     */
    202: CacheInvalidated;
};
export type InvalidateCacheResponse = InvalidateCacheResponses[keyof InvalidateCacheResponses];
export type GetCacheStatsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
    };
    url: '/api/v1/wiki/cache/stats';
};
export type GetCacheStatsErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type GetCacheStatsError = GetCacheStatsErrors[keyof GetCacheStatsErrors];
export type GetCacheStatsResponses = {
    /**
     * What is stored, and where.
     */
    200: CacheStats;
};
export type GetCacheStatsResponse = GetCacheStatsResponses[keyof GetCacheStatsResponses];
export type ListAllTitlesData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
    };
    url: '/api/v1/wiki/canon/all';
};
export type ListAllTitlesErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListAllTitlesError = ListAllTitlesErrors[keyof ListAllTitlesErrors];
export type ListAllTitlesResponses = {
    /**
     * Every title by category.
     */
    200: AllTitles;
};
export type ListAllTitlesResponse = ListAllTitlesResponses[keyof ListAllTitlesResponses];
export type ListCategoryData = {
    body?: never;
    path: {
        /**
         * Category.
         */
        category: string;
    };
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many to leave out at the start.
         */
        offset?: number;
        /**
         * Only titles that hold this, without regard to case, accents, apostrophes and hyphens.
         */
        search?: string;
    };
    url: '/api/v1/wiki/canon/category/{category}';
};
export type ListCategoryErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListCategoryError = ListCategoryErrors[keyof ListCategoryErrors];
export type ListCategoryResponses = {
    /**
     * A page of the titles of a category.
     */
    200: TitlePage;
};
export type ListCategoryResponse = ListCategoryResponses[keyof ListCategoryResponses];
export type CountArticlesData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
    };
    url: '/api/v1/wiki/canon/summary';
};
export type CountArticlesErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type CountArticlesError = CountArticlesErrors[keyof CountArticlesErrors];
export type CountArticlesResponses = {
    /**
     * How many articles each category has.
     */
    200: ArticleCounts;
};
export type CountArticlesResponse = CountArticlesResponses[keyof CountArticlesResponses];
export type ListFormOptionsData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: never;
    url: '/api/v1/wiki/canon/{universe}';
};
export type ListFormOptionsErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListFormOptionsError = ListFormOptionsErrors[keyof ListFormOptionsErrors];
export type ListFormOptionsResponses = {
    /**
     * What a character form offers.
     */
    200: FormOptions;
};
export type ListFormOptionsResponse = ListFormOptionsResponses[keyof ListFormOptionsResponses];
export type ListTitlesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Category.
         */
        category: string;
    };
    query?: {
        /**
         * Only titles that hold this, without regard to case, accents, apostrophes and hyphens.
         */
        search?: string;
        /**
         * How many at most.
         */
        limit?: number;
    };
    url: '/api/v1/wiki/categories/{universe}/{category}';
};
export type ListTitlesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListTitlesError = ListTitlesErrors[keyof ListTitlesErrors];
export type ListTitlesResponses = {
    /**
     * Titles of a category, with the universe in the path.
     */
    200: CategoryTitles;
};
export type ListTitlesResponse = ListTitlesResponses[keyof ListTitlesResponses];
export type GetImageData = {
    body?: never;
    path?: never;
    query: {
        /**
         * Address of the image, as an article’s `image_url` gives it.
         */
        url: string;
        /**
         * Width of the variant in pixels.
         */
        w?: 64 | 128 | 200 | 400 | 800;
        /**
         * Format of the variant; `auto` is the best that the request accepts.
         */
        format?: 'webp' | 'avif' | 'jpeg' | 'png' | 'auto';
    };
    url: '/api/v1/wiki/image-proxy';
};
export type GetImageErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * This address is not allowed.
     */
    403: Problem;
    /**
     * Image not found.
     */
    404: Problem;
    /**
     * Too large.
     */
    413: Problem;
    /**
     * Not an image that can be served.
     */
    422: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The upstream server failed.
     */
    502: Problem;
    /**
     * The upstream server asked for a pause; Too busy; Images cannot be stored at present; Shutting down.
     */
    503: Problem;
    /**
     * The upstream server took too long.
     */
    504: Problem;
};
export type GetImageError = GetImageErrors[keyof GetImageErrors];
export type GetImageResponses = {
    /**
     * The bytes of the image.
     */
    200: string;
};
export type GetImageResponse = GetImageResponses[keyof GetImageResponses];
export type CountItemsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
    };
    url: '/api/v1/wiki/items/all';
};
export type CountItemsErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type CountItemsError = CountItemsErrors[keyof CountItemsErrors];
export type CountItemsResponses = {
    /**
     * The five item categories, counted.
     */
    200: ItemsOverview;
};
export type CountItemsResponse = CountItemsResponses[keyof CountItemsResponses];
export type ListItemsData = {
    body?: never;
    path: {
        /**
         * Category.
         */
        category: string;
    };
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many to leave out at the start.
         */
        offset?: number;
        /**
         * Only titles that hold this, without regard to case, accents, apostrophes and hyphens.
         */
        search?: string;
    };
    url: '/api/v1/wiki/items/category/{category}';
};
export type ListItemsErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListItemsError = ListItemsErrors[keyof ListItemsErrors];
export type ListItemsResponses = {
    /**
     * A page of titles of an item category.
     */
    200: TitlePage;
};
export type ListItemsResponse = ListItemsResponses[keyof ListItemsResponses];
export type ListItemsWithImagesData = {
    body?: never;
    path: {
        /**
         * Category.
         */
        category: string;
    };
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many to leave out at the start.
         */
        offset?: number;
        /**
         * Only titles that hold this, without regard to case, accents, apostrophes and hyphens.
         */
        search?: string;
    };
    url: '/api/v1/wiki/items/category/{category}/with-images';
};
export type ListItemsWithImagesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListItemsWithImagesError = ListItemsWithImagesErrors[keyof ListItemsWithImagesErrors];
export type ListItemsWithImagesResponses = {
    /**
     * A page of an item category with pictures.
     */
    200: ItemPage;
};
export type ListItemsWithImagesResponse = ListItemsWithImagesResponses[keyof ListItemsWithImagesResponses];
export type ListPlaceTitlesData = {
    body?: never;
    path?: never;
    query: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Title of the planet.
         */
        planet: string;
        /**
         * How many at most.
         */
        limit?: number;
    };
    url: '/api/v1/wiki/locations/by-planet';
};
export type ListPlaceTitlesErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListPlaceTitlesError = ListPlaceTitlesErrors[keyof ListPlaceTitlesErrors];
export type ListPlaceTitlesResponses = {
    /**
     * Titles of the places on a planet.
     */
    200: PlaceTitles;
};
export type ListPlaceTitlesResponse = ListPlaceTitlesResponses[keyof ListPlaceTitlesResponses];
export type ListPlanetsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many to leave out at the start.
         */
        offset?: number;
        /**
         * Only titles that hold this, without regard to case, accents, apostrophes and hyphens.
         */
        search?: string;
    };
    url: '/api/v1/wiki/locations/planets';
};
export type ListPlanetsErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListPlanetsError = ListPlanetsErrors[keyof ListPlanetsErrors];
export type ListPlanetsResponses = {
    /**
     * A page of planets.
     */
    200: Array<Planet>;
};
export type ListPlanetsResponse = ListPlanetsResponses[keyof ListPlanetsResponses];
export type ListPlacesData = {
    body?: never;
    path?: never;
    query: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Title of the planet.
         */
        planet: string;
        /**
         * How many at most.
         */
        limit?: number;
    };
    url: '/api/v1/wiki/locations/tree/on-planet';
};
export type ListPlacesErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListPlacesError = ListPlacesErrors[keyof ListPlacesErrors];
export type ListPlacesResponses = {
    /**
     * The places on a planet, with pictures.
     */
    200: Array<Card>;
};
export type ListPlacesResponse = ListPlacesResponses[keyof ListPlacesResponses];
export type ListPlanetsOfSystemData = {
    body?: never;
    path?: never;
    query: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Name of the system.
         */
        system: string;
        /**
         * How many at most.
         */
        limit?: number;
    };
    url: '/api/v1/wiki/locations/tree/planets-by-system';
};
export type ListPlanetsOfSystemErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListPlanetsOfSystemError = ListPlanetsOfSystemErrors[keyof ListPlanetsOfSystemErrors];
export type ListPlanetsOfSystemResponses = {
    /**
     * The planets of a system.
     */
    200: Array<Card>;
};
export type ListPlanetsOfSystemResponse = ListPlanetsOfSystemResponses[keyof ListPlanetsOfSystemResponses];
export type ListRegionsData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
    };
    url: '/api/v1/wiki/locations/tree/regions';
};
export type ListRegionsErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListRegionsError = ListRegionsErrors[keyof ListRegionsErrors];
export type ListRegionsResponses = {
    /**
     * The regions of a universe.
     */
    200: Array<string>;
};
export type ListRegionsResponse = ListRegionsResponses[keyof ListRegionsResponses];
export type ListSystemsData = {
    body?: never;
    path?: never;
    query: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Name of the region.
         */
        region: string;
    };
    url: '/api/v1/wiki/locations/tree/systems-by-region';
};
export type ListSystemsErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListSystemsError = ListSystemsErrors[keyof ListSystemsErrors];
export type ListSystemsResponses = {
    /**
     * The systems of a region.
     */
    200: Array<string>;
};
export type ListSystemsResponse = ListSystemsResponses[keyof ListSystemsResponses];
export type ListUniversesData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/v1/wiki/universes';
};
export type ListUniversesErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListUniversesError = ListUniversesErrors[keyof ListUniversesErrors];
export type ListUniversesResponses = {
    /**
     * The universes that are served.
     */
    200: Array<Universe>;
};
export type ListUniversesResponse = ListUniversesResponses[keyof ListUniversesResponses];
export type ListArticlesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
        /**
         * Only articles with an image, or only those without.
         */
        has_image?: boolean;
        /**
         * Only articles that were changed at that time or later.
         */
        updated_since?: string;
        /**
         * As `filter`, for clients that cannot send brackets; repeated: any of the values of a field.
         */
        where?: string | Array<string>;
        /**
         * Only these members of the articles are sent; repeated, or separated by commas.
         */
        fields?: string | Array<string>;
        /**
         * Order; `-` is descending.
         */
        sort?: 'title' | '-title' | 'links' | '-links' | 'updated' | '-updated';
        /**
         * The `next_cursor` of the page before.
         */
        cursor?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * Content field to value: `filter[species]=Human`; repeated: any of them.
         */
        filter?: {
            [key: string]: string | Array<string>;
        };
    };
    url: '/api/v1/wiki/{universe}/articles';
};
export type ListArticlesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListArticlesError = ListArticlesErrors[keyof ListArticlesErrors];
export type ListArticlesResponses = {
    /**
     * Whole articles by filter and order, page by page.
     */
    200: ArticlePage;
};
export type ListArticlesResponse = ListArticlesResponses[keyof ListArticlesResponses];
export type GetArticlesData = {
    body: {
        /**
         * Titles or redirects.
         */
        titles: Array<string>;
    };
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: never;
    url: '/api/v1/wiki/{universe}/articles/batch';
};
export type GetArticlesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too large.
     */
    413: Problem;
    /**
     * Unsupported media type.
     */
    415: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type GetArticlesError = GetArticlesErrors[keyof GetArticlesErrors];
export type GetArticlesResponses = {
    /**
     * Several articles by title.
     */
    200: ArticleBatch;
};
export type GetArticlesResponse = GetArticlesResponses[keyof GetArticlesResponses];
export type GetArticleByIdData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Id of the article.
         */
        id: number;
    };
    query?: never;
    url: '/api/v1/wiki/{universe}/articles/by-id/{id}';
};
export type GetArticleByIdErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; The article is damaged where it is stored; Shutting down.
     */
    503: Problem;
};
export type GetArticleByIdError = GetArticleByIdErrors[keyof GetArticleByIdErrors];
export type GetArticleByIdResponses = {
    /**
     * An article by its id.
     */
    200: Article;
};
export type GetArticleByIdResponse = GetArticleByIdResponses[keyof GetArticleByIdResponses];
export type ListChangesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * The `dataset_version` that the caller has; it may not be older than the last ten. Without it nothing has changed, and `to` is the present one.
         */
        since?: string;
        /**
         * `articles`: what was created or updated, whole.
         */
        include?: 'articles';
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * The `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/v1/wiki/{universe}/changes';
};
export type ListChangesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * What changed since then is not known any more.
     */
    410: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListChangesError = ListChangesErrors[keyof ListChangesErrors];
export type ListChangesResponses = {
    /**
     * What changed since a dataset version.
     */
    200: {
        universe: string;
        /**
         * The version that was asked for.
         */
        from: string;
        /**
         * The version that a client has when it has applied all pages.
         */
        to: string;
        total: number;
        licence: Licence;
        items: Array<{
            id: number;
            title: string;
            change: 'created' | 'updated' | 'deleted';
            article?: Article;
        }>;
        next_cursor: string | null;
    };
};
export type ListChangesResponse = ListChangesResponses[keyof ListChangesResponses];
export type GetChangesFeedData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: never;
    url: '/api/v1/wiki/{universe}/changes.atom';
};
export type GetChangesFeedErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type GetChangesFeedError = GetChangesFeedErrors[keyof GetChangesFeedErrors];
export type GetChangesFeedResponses = {
    /**
     * The last 100 changes as an Atom feed.
     */
    200: string;
};
export type GetChangesFeedResponse = GetChangesFeedResponses[keyof GetChangesFeedResponses];
export type ExportArticlesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
        /**
         * Only these members of the articles are sent; repeated, or separated by commas.
         */
        fields?: string | Array<string>;
    };
    url: '/api/v1/wiki/{universe}/export.ndjson';
};
export type ExportArticlesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ExportArticlesError = ExportArticlesErrors[keyof ExportArticlesErrors];
export type ExportArticlesResponses = {
    /**
     * Every article, one a line.
     */
    200: string;
};
export type ExportArticlesResponse = ExportArticlesResponses[keyof ExportArticlesResponses];
export type ExportCharacterData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Title or redirect; spaces or underscores; slashes raw or encoded.
         */
        title: string;
    };
    query?: {
        /**
         * How many tokens the character book may have, by a high estimate.
         */
        budget_tokens?: number;
    };
    url: '/api/v1/wiki/{universe}/export/character/{title}';
};
export type ExportCharacterErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ExportCharacterError = ExportCharacterErrors[keyof ExportCharacterErrors];
export type ExportCharacterResponses = {
    /**
     * A character card.
     */
    200: CharacterCard;
};
export type ExportCharacterResponse = ExportCharacterResponses[keyof ExportCharacterResponses];
export type ExportEmbedData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Title or redirect; spaces or underscores; slashes raw or encoded.
         */
        title: string;
    };
    query?: never;
    url: '/api/v1/wiki/{universe}/export/discord/{title}';
};
export type ExportEmbedErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ExportEmbedError = ExportEmbedErrors[keyof ExportEmbedErrors];
export type ExportEmbedResponses = {
    /**
     * An embed for Discord.
     */
    200: DiscordEmbed;
};
export type ExportEmbedResponse = ExportEmbedResponses[keyof ExportEmbedResponses];
export type DownloadFoundryModuleData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
    };
    url: '/api/v1/wiki/{universe}/export/foundry.zip';
};
export type DownloadFoundryModuleErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; This export cannot be made at present; Shutting down.
     */
    503: Problem;
};
export type DownloadFoundryModuleError = DownloadFoundryModuleErrors[keyof DownloadFoundryModuleErrors];
export type DownloadFoundryModuleResponses = {
    /**
     * A module for Foundry VTT.
     */
    200: Blob | File;
};
export type DownloadFoundryModuleResponse = DownloadFoundryModuleResponses[keyof DownloadFoundryModuleResponses];
export type ExportLorebookData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
        /**
         * Only these articles; repeated, or separated by commas.
         */
        titles?: string | Array<string>;
        /**
         * Only this article and those that it is linked with.
         */
        around?: string;
        /**
         * How many links away from `around`.
         */
        depth?: number;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many tokens the contents may have together, by a high estimate.
         */
        budget_tokens?: number;
    };
    url: '/api/v1/wiki/{universe}/export/lorebook';
};
export type ExportLorebookErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ExportLorebookError = ExportLorebookErrors[keyof ExportLorebookErrors];
export type ExportLorebookResponses = {
    /**
     * A lorebook for SillyTavern.
     */
    200: Lorebook;
};
export type ExportLorebookResponse = ExportLorebookResponses[keyof ExportLorebookResponses];
export type CountValuesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query: {
        /**
         * Only articles of this category.
         */
        category?: string;
        /**
         * A field of `content`, or a label.
         */
        field: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many to leave out at the start.
         */
        offset?: number;
    };
    url: '/api/v1/wiki/{universe}/facets';
};
export type CountValuesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type CountValuesError = CountValuesErrors[keyof CountValuesErrors];
export type CountValuesResponses = {
    /**
     * The values of a field, counted.
     */
    200: Array<FieldValue>;
};
export type CountValuesResponse = CountValuesResponses[keyof CountValuesResponses];
export type ListLinksData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Title or redirect; spaces or underscores; slashes raw or encoded.
         */
        title: string;
    };
    query?: {
        /**
         * Links of the article, or links to it.
         */
        direction?: 'out' | 'in';
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
        /**
         * Only links in this field of `content`.
         */
        field?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * The `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/v1/wiki/{universe}/links/{title}';
};
export type ListLinksErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type ListLinksError = ListLinksErrors[keyof ListLinksErrors];
export type ListLinksResponses = {
    /**
     * The articles that one links to, or that link to it.
     */
    200: LinkPage;
};
export type ListLinksResponse = ListLinksResponses[keyof ListLinksResponses];
export type FindArticleData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query: {
        /**
         * What is looked for.
         */
        q: string;
        /**
         * Only articles of this category.
         */
        category?: string;
    };
    url: '/api/v1/wiki/{universe}/lookup';
};
export type FindArticleErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; The article is damaged where it is stored; Too busy; Shutting down.
     */
    503: Problem;
};
export type FindArticleError = FindArticleErrors[keyof FindArticleErrors];
export type FindArticleResponses = {
    /**
     * The article that a name most likely means.
     */
    200: Lookup;
};
export type FindArticleResponse = FindArticleResponses[keyof FindArticleResponses];
export type DownloadPackData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
        /**
         * Width of the pictures that come along, of those that are stored: as WebP.
         */
        images?: '200' | '400' | 'none';
        /**
         * Whether the whole texts come along; they do if left out.
         */
        text?: boolean;
    };
    url: '/api/v1/wiki/{universe}/pack.zip';
};
export type DownloadPackErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; This export cannot be made at present; Shutting down.
     */
    503: Problem;
};
export type DownloadPackError = DownloadPackErrors[keyof DownloadPackErrors];
export type DownloadPackResponses = {
    /**
     * A universe as one zip, to be used without a network.
     */
    200: Blob | File;
};
export type DownloadPackResponse = DownloadPackResponses[keyof DownloadPackResponses];
export type SearchPassagesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query: {
        /**
         * A question in plain words, or words alone.
         */
        q: string;
        /**
         * Only articles of this category.
         */
        category?: string;
        /**
         * Only passages of this article.
         */
        title?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * Most tokens of all passages together; as many as fit are given.
         */
        budget_tokens?: number;
        /**
         * How texts are written: as Markdown, or without any marks.
         */
        format?: 'markdown' | 'plain';
    };
    url: '/api/v1/wiki/{universe}/passages';
};
export type SearchPassagesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type SearchPassagesError = SearchPassagesErrors[keyof SearchPassagesErrors];
export type SearchPassagesResponses = {
    /**
     * The passages that answer a question best.
     */
    200: Passages;
};
export type SearchPassagesResponse = SearchPassagesResponses[keyof SearchPassagesResponses];
export type GetPictureData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Title or redirect, and an extension.
         */
        title: string;
    };
    query?: {
        /**
         * Width of the variant in pixels.
         */
        w?: 64 | 128 | 200 | 400 | 800;
    };
    url: '/api/v1/wiki/{universe}/picture/{title}';
};
export type GetPictureErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * This address is not allowed.
     */
    403: Problem;
    /**
     * Image not found; Unknown universe; Article not found.
     */
    404: Problem;
    /**
     * Too large.
     */
    413: Problem;
    /**
     * Not an image that can be served.
     */
    422: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The upstream server failed.
     */
    502: Problem;
    /**
     * The upstream server asked for a pause; Too busy; Images cannot be stored at present; The data are not ready yet; Shutting down.
     */
    503: Problem;
    /**
     * The upstream server took too long.
     */
    504: Problem;
};
export type GetPictureError = GetPictureErrors[keyof GetPictureErrors];
export type GetPictureResponses = {
    /**
     * The bytes of the image.
     */
    200: string;
};
export type GetPictureResponse = GetPictureResponses[keyof GetPictureResponses];
export type GetRandomArticleData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query?: {
        /**
         * Only articles of one of these categories; repeated, or separated by commas.
         */
        category?: string | Array<string>;
        /**
         * Title of an article that is not wanted; may be given several times.
         */
        exclude?: string | Array<string>;
        /**
         * The same seed gives the same article.
         */
        seed?: string;
        /**
         * Only articles with an image, or only those without.
         */
        has_image?: boolean;
    };
    url: '/api/v1/wiki/{universe}/random';
};
export type GetRandomArticleErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; The article is damaged where it is stored; Shutting down.
     */
    503: Problem;
};
export type GetRandomArticleError = GetRandomArticleErrors[keyof GetRandomArticleErrors];
export type GetRandomArticleResponses = {
    /**
     * One article by chance.
     */
    200: Article;
};
export type GetRandomArticleResponse = GetRandomArticleResponses[keyof GetRandomArticleResponses];
export type SearchArticlesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query: {
        /**
         * What is looked for.
         */
        q: string;
        /**
         * Only articles of this category.
         */
        category?: string;
        /**
         * How many at most.
         */
        limit?: number;
        /**
         * How many to leave out at the start.
         */
        offset?: number;
        /**
         * Where: in names and descriptions, in the whole text, or in both.
         */
        in?: 'names' | 'text' | 'all';
    };
    url: '/api/v1/wiki/{universe}/search';
};
export type SearchArticlesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type SearchArticlesError = SearchArticlesErrors[keyof SearchArticlesErrors];
export type SearchArticlesResponses = {
    /**
     * Find articles by name, then by description.
     */
    200: SearchPage;
};
export type SearchArticlesResponse = SearchArticlesResponses[keyof SearchArticlesResponses];
export type GetSectionsData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Title or redirect; spaces or underscores; slashes raw or encoded.
         */
        title: string;
    };
    query?: {
        /**
         * Index or anchor of a section: that one with those below it. Every section if left out.
         */
        section?: string;
        /**
         * The table of contents alone: no texts.
         */
        toc?: boolean;
        /**
         * How texts are written: as Markdown, or without any marks.
         */
        format?: 'markdown' | 'plain';
        /**
         * Most bytes of text, as UTF-8; whole sections as long as they fit.
         */
        max_bytes?: number;
    };
    url: '/api/v1/wiki/{universe}/sections/{title}';
};
export type GetSectionsErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Article not found; Section not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; The article is damaged where it is stored; Too busy; Shutting down.
     */
    503: Problem;
};
export type GetSectionsError = GetSectionsErrors[keyof GetSectionsErrors];
export type GetSectionsResponses = {
    /**
     * The text of an article by sections.
     */
    200: ArticleSections;
};
export type GetSectionsResponse = GetSectionsResponses[keyof GetSectionsResponses];
export type SuggestArticlesData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
    };
    query: {
        /**
         * What is looked for.
         */
        q: string;
        /**
         * Only articles of this category.
         */
        category?: string;
        /**
         * How many at most.
         */
        limit?: number;
    };
    url: '/api/v1/wiki/{universe}/suggest';
};
export type SuggestArticlesErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Too busy; Shutting down.
     */
    503: Problem;
};
export type SuggestArticlesError = SuggestArticlesErrors[keyof SuggestArticlesErrors];
export type SuggestArticlesResponses = {
    /**
     * What a person who types may mean.
     */
    200: Array<Suggestion>;
};
export type SuggestArticlesResponse = SuggestArticlesResponses[keyof SuggestArticlesResponses];
export type GetArticleData = {
    body?: never;
    path: {
        /**
         * Universe.
         */
        universe: string;
        /**
         * Category.
         */
        category: string;
        /**
         * Title or redirect; spaces or underscores; slashes raw or encoded.
         */
        title: string;
    };
    query?: never;
    url: '/api/v1/wiki/{universe}/{category}/{title}';
};
export type GetArticleErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Unknown universe; Unknown category; Article not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; The article is damaged where it is stored; Too busy; Shutting down.
     */
    503: Problem;
};
export type GetArticleError = GetArticleErrors[keyof GetArticleErrors];
export type GetArticleResponses = {
    /**
     * An article by its title or a redirect.
     */
    200: Article;
};
export type GetArticleResponse = GetArticleResponses[keyof GetArticleResponses];
export type ListAttributionsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/attribution';
};
export type ListAttributionsErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type ListAttributionsError = ListAttributionsErrors[keyof ListAttributionsErrors];
export type ListAttributionsResponses = {
    /**
     * Whose work the data are.
     */
    200: Array<Attribution>;
};
export type ListAttributionsResponse = ListAttributionsResponses[keyof ListAttributionsResponses];
export type ShowDocsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/docs';
};
export type ShowDocsErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type ShowDocsError = ShowDocsErrors[keyof ShowDocsErrors];
export type ShowDocsResponses = {
    /**
     * The page.
     */
    200: string;
};
export type ShowDocsResponse = ShowDocsResponses[keyof ShowDocsResponses];
export type GetHealthData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/health';
};
export type GetHealthErrors = {
    /**
     * Internal error.
     */
    500: Problem;
};
export type GetHealthError = GetHealthErrors[keyof GetHealthErrors];
export type GetHealthResponses = {
    /**
     * The state of the process and its stores.
     */
    200: Health;
};
export type GetHealthResponse = GetHealthResponses[keyof GetHealthResponses];
export type StartCrawlData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Go on where an interrupted crawl stopped.
         */
        resume?: boolean;
    };
    url: '/jobs/crawl';
};
export type StartCrawlErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The job queue is away; Shutting down.
     */
    503: Problem;
};
export type StartCrawlError = StartCrawlErrors[keyof StartCrawlErrors];
export type StartCrawlResponses = {
    /**
     * Crawl the wiki of a universe.
     */
    202: JobQueued;
};
export type StartCrawlResponse = StartCrawlResponses[keyof StartCrawlResponses];
export type ListFailedJobsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/jobs/failed';
};
export type ListFailedJobsErrors = {
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The job queue is away; Shutting down.
     */
    503: Problem;
};
export type ListFailedJobsError = ListFailedJobsErrors[keyof ListFailedJobsErrors];
export type ListFailedJobsResponses = {
    /**
     * Work in the background that was given up.
     */
    200: FailedJobs;
};
export type ListFailedJobsResponse = ListFailedJobsResponses[keyof ListFailedJobsResponses];
export type PauseJobsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/jobs/pause';
};
export type PauseJobsErrors = {
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The job queue is away; Shutting down.
     */
    503: Problem;
};
export type PauseJobsError = PauseJobsErrors[keyof PauseJobsErrors];
export type PauseJobsResponses = {
    /**
     * Let nobody begin a job.
     */
    200: JobQueue;
};
export type PauseJobsResponse = PauseJobsResponses[keyof PauseJobsResponses];
export type ResumeJobsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/jobs/resume';
};
export type ResumeJobsErrors = {
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The job queue is away; Shutting down.
     */
    503: Problem;
};
export type ResumeJobsError = ResumeJobsErrors[keyof ResumeJobsErrors];
export type ResumeJobsResponses = {
    /**
     * Let the queue go on.
     */
    200: JobQueue;
};
export type ResumeJobsResponse = ResumeJobsResponses[keyof ResumeJobsResponses];
export type RetryJobData = {
    body?: never;
    path: {
        /**
         * Id of the job.
         */
        id: string;
    };
    query?: never;
    url: '/jobs/{id}/retry';
};
export type RetryJobErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Not found.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The job queue is away; Shutting down.
     */
    503: Problem;
};
export type RetryJobError = RetryJobErrors[keyof RetryJobErrors];
export type RetryJobResponses = {
    /**
     * Have a failed job done again.
     */
    202: JobQueued;
};
export type RetryJobResponse = RetryJobResponses[keyof RetryJobResponses];
export type CheckLiveData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/live';
};
export type CheckLiveErrors = {
    /**
     * Internal error.
     */
    500: Problem;
};
export type CheckLiveError = CheckLiveErrors[keyof CheckLiveErrors];
export type CheckLiveResponses = {
    /**
     * Whether the process lives.
     */
    200: Live;
};
export type CheckLiveResponse = CheckLiveResponses[keyof CheckLiveResponses];
export type CallMcpData = {
    body: {
        jsonrpc: '2.0';
        /**
         * Of a request; notifications have none.
         */
        id?: string | number;
        method?: string;
        params?: {
            [key: string]: unknown;
        };
        [key: string]: unknown;
    };
    path?: never;
    query?: never;
    url: '/mcp';
};
export type CallMcpErrors = {
    /**
     * A parameter is not valid; The request is not valid.
     */
    400: Problem;
    /**
     * Requests from there are not answered.
     */
    403: Problem;
    /**
     * Too large.
     */
    413: Problem;
    /**
     * Unsupported media type.
     */
    415: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type CallMcpError = CallMcpErrors[keyof CallMcpErrors];
export type CallMcpResponses = {
    /**
     * Answer a message of the Model Context Protocol.
     */
    200: McpAnswer;
};
export type CallMcpResponse = CallMcpResponses[keyof CallMcpResponses];
export type GetMetricsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/metrics';
};
export type GetMetricsErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type GetMetricsError = GetMetricsErrors[keyof GetMetricsErrors];
export type GetMetricsResponses = {
    /**
     * The Prometheus text format.
     */
    200: string;
};
export type GetMetricsResponse = GetMetricsResponses[keyof GetMetricsResponses];
export type GetOpenApiData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/openapi.json';
};
export type GetOpenApiErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type GetOpenApiError = GetOpenApiErrors[keyof GetOpenApiErrors];
export type GetOpenApiResponses = {
    /**
     * This document.
     */
    200: {
        [key: string]: unknown;
    };
};
export type GetOpenApiResponse = GetOpenApiResponses[keyof GetOpenApiResponses];
export type CancelPrefetchData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/prefetch/cancel';
};
export type CancelPrefetchErrors = {
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type CancelPrefetchError = CancelPrefetchErrors[keyof CancelPrefetchErrors];
export type CancelPrefetchResponses = {
    /**
     * Cancel the run at work.
     */
    202: PrefetchCancelled;
};
export type CancelPrefetchResponse = CancelPrefetchResponses[keyof CancelPrefetchResponses];
export type GetCoverageData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
    };
    url: '/prefetch/coverage';
};
export type GetCoverageErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type GetCoverageError = GetCoverageErrors[keyof GetCoverageErrors];
export type GetCoverageResponses = {
    /**
     * What a dataset lacks.
     */
    200: Coverage;
};
export type GetCoverageResponse = GetCoverageResponses[keyof GetCoverageResponses];
export type WatchPrefetchData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/prefetch/events';
};
export type WatchPrefetchErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Too busy; Shutting down.
     */
    503: Problem;
};
export type WatchPrefetchError = WatchPrefetchErrors[keyof WatchPrefetchErrors];
export type WatchPrefetchResponses = {
    /**
     * A stream without an end.
     */
    200: string;
};
export type WatchPrefetchResponse = WatchPrefetchResponses[keyof WatchPrefetchResponses];
export type StartPrefetchData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * Universe; the default universe unless given.
         */
        universe?: string;
        /**
         * Ignore what an earlier run finished.
         */
        force_refresh?: boolean;
        /**
         * Load even where more than a fifth of the articles would go.
         */
        allow_shrink?: boolean;
    };
    url: '/prefetch/run';
};
export type StartPrefetchErrors = {
    /**
     * A parameter is not valid.
     */
    400: Problem;
    /**
     * An admin key is required.
     */
    401: Problem;
    /**
     * Unknown universe.
     */
    404: Problem;
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type StartPrefetchError = StartPrefetchErrors[keyof StartPrefetchErrors];
export type StartPrefetchResponses = {
    /**
     * Start a run.
     */
    202: PrefetchRun;
};
export type StartPrefetchResponse = StartPrefetchResponses[keyof StartPrefetchResponses];
export type GetPrefetchStatusData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/prefetch/status';
};
export type GetPrefetchStatusErrors = {
    /**
     * Too many requests.
     */
    429: Problem;
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * Shutting down.
     */
    503: Problem;
};
export type GetPrefetchStatusError = GetPrefetchStatusErrors[keyof GetPrefetchStatusErrors];
export type GetPrefetchStatusResponses = {
    /**
     * How the filling of the stores goes.
     */
    200: PrefetchStatus;
};
export type GetPrefetchStatusResponse = GetPrefetchStatusResponses[keyof GetPrefetchStatusResponses];
export type CheckReadyData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/ready';
};
export type CheckReadyErrors = {
    /**
     * Internal error.
     */
    500: Problem;
    /**
     * The data are not ready yet; Shutting down.
     */
    503: Problem;
};
export type CheckReadyError = CheckReadyErrors[keyof CheckReadyErrors];
export type CheckReadyResponses = {
    /**
     * Whether requests should be sent here.
     */
    200: Ready;
};
export type CheckReadyResponse = CheckReadyResponses[keyof CheckReadyResponses];

import { type Client, type Options as Options2, type TDataShape } from './client';
import type { CallMcpErrors, CallMcpResponses, CancelPrefetchErrors, CancelPrefetchResponses, CheckLiveErrors, CheckLiveResponses, CheckReadyErrors, CheckReadyResponses, CountArticlesErrors, CountArticlesResponses, CountItemsErrors, CountItemsResponses, CountValuesErrors, CountValuesResponses, DownloadFoundryModuleErrors, DownloadFoundryModuleResponses, DownloadPackErrors, DownloadPackResponses, ExportArticlesErrors, ExportArticlesResponses, ExportCharacterErrors, ExportCharacterResponses, ExportEmbedErrors, ExportEmbedResponses, ExportLorebookErrors, ExportLorebookResponses, FindArticleErrors, FindArticleResponses, GetArticleByIdErrors, GetArticleByIdResponses, GetArticleErrors, GetArticleResponses, GetArticlesErrors, GetArticlesResponses, GetCacheStatsErrors, GetCacheStatsResponses, GetChangesFeedErrors, GetChangesFeedResponses, GetCoverageErrors, GetCoverageResponses, GetHealthErrors, GetHealthResponses, GetImageErrors, GetImageResponses, GetMetricsErrors, GetMetricsResponses, GetOpenApiErrors, GetOpenApiResponses, GetPictureErrors, GetPictureResponses, GetPrefetchStatusErrors, GetPrefetchStatusResponses, GetRandomArticleErrors, GetRandomArticleResponses, GetRootErrors, GetRootResponses, GetSectionsErrors, GetSectionsResponses, InvalidateCacheErrors, InvalidateCacheResponses, ListAllTitlesErrors, ListAllTitlesResponses, ListArticlesErrors, ListArticlesResponses, ListAttributionsErrors, ListAttributionsResponses, ListCategoryErrors, ListCategoryResponses, ListChangesErrors, ListChangesResponses, ListFailedJobsErrors, ListFailedJobsResponses, ListFormOptionsErrors, ListFormOptionsResponses, ListItemsErrors, ListItemsResponses, ListItemsWithImagesErrors, ListItemsWithImagesResponses, ListLinksErrors, ListLinksResponses, ListPlacesErrors, ListPlacesResponses, ListPlaceTitlesErrors, ListPlaceTitlesResponses, ListPlanetsErrors, ListPlanetsOfSystemErrors, ListPlanetsOfSystemResponses, ListPlanetsResponses, ListRegionsErrors, ListRegionsResponses, ListSystemsErrors, ListSystemsResponses, ListTitlesErrors, ListTitlesResponses, ListUniversesErrors, ListUniversesResponses, PauseJobsErrors, PauseJobsResponses, ResumeJobsErrors, ResumeJobsResponses, RetryJobErrors, RetryJobResponses, SearchArticlesErrors, SearchArticlesResponses, SearchPassagesErrors, SearchPassagesResponses, ShowDocsErrors, ShowDocsResponses, StartCrawlErrors, StartCrawlResponses, StartPrefetchErrors, StartPrefetchResponses, SuggestArticlesErrors, SuggestArticlesResponses, WatchPrefetchErrors, WatchPrefetchResponse, WatchPrefetchResponses } from './types.gen';
export type Options<TData extends TDataShape = TDataShape, ThrowOnError extends boolean = boolean, TResponse = unknown> = Options2<TData, ThrowOnError, TResponse> & {
    /**
     * You can provide a client instance returned by `createClient()` instead of
     * individual options. This might be also useful if you want to implement a
     * custom client.
     */
    client?: Client;
    /**
     * You can pass arbitrary values through the `meta` object. This can be
     * used to access values that aren't defined as part of the SDK function.
     */
    meta?: Record<string, unknown>;
};
declare class HeyApiClient {
    protected client: Client;
    constructor(args?: {
        client?: Client;
    });
}
declare class HeyApiRegistry<T> {
    private readonly defaultKey;
    private readonly instances;
    get(key?: string): T;
    set(value: T, key?: string): void;
}
export declare class LorekeeperOperations extends HeyApiClient {
    static readonly __registry: HeyApiRegistry<LorekeeperOperations>;
    constructor(args?: {
        client?: Client;
        key?: string;
    });
    /**
     * Where to go on
     *
     * For browsers, the status and browse page.
     */
    getRoot<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetRootResponses, GetRootErrors, ThrowOnError, "fields">;
    /**
     * Build a universe anew
     *
     * Rebuilds from the file cache whatever the dataset key says; the old data are served until then.
     */
    invalidateCache<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
        clear_images?: boolean;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<InvalidateCacheResponses, InvalidateCacheErrors, ThrowOnError, "fields">;
    /**
     * What is stored, and where
     *
     * Counts and bytes of the dataset, the images, the file cache and Postgres, and the last five runs.
     */
    getCacheStats<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetCacheStatsResponses, GetCacheStatsErrors, ThrowOnError, "fields">;
    /**
     * Every title by category
     *
     * All titles of a universe, in title order within each category. Large: some megabytes for a big wiki.
     */
    listAllTitles<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListAllTitlesResponses, ListAllTitlesErrors, ThrowOnError, "fields">;
    /**
     * A page of the titles of a category
     *
     * Titles in title order. A category that exists and is empty has a total of 0.
     */
    listCategory<ThrowOnError extends boolean = false>(parameters: {
        category: string;
        universe?: string;
        limit?: number;
        offset?: number;
        search?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListCategoryResponses, ListCategoryErrors, ThrowOnError, "fields">;
    /**
     * How many articles each category has
     *
     * The counts of a universe by category; categories without articles are left out.
     */
    countArticles<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<CountArticlesResponses, CountArticlesErrors, ThrowOnError, "fields">;
    /**
     * What a character form offers
     *
     * The values that characters have, the most frequent first, at most 50 of each kind: each once, as most write it, and found by `filter`. Where there are many, those with fewer than five uses are left out.
     */
    listFormOptions<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListFormOptionsResponses, ListFormOptionsErrors, ThrowOnError, "fields">;
    /**
     * Titles of a category, with the universe in the path
     *
     * The older address of `listCategory`: without pages, `count` is what is returned, `total` what there is.
     */
    listTitles<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category: string;
        search?: string;
        limit?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListTitlesResponses, ListTitlesErrors, ThrowOnError, "fields">;
    /**
     * An image of an allowed host
     *
     * As it is, or as a smaller variant. `X-Cache` says whether it was stored already.
     */
    getImage<ThrowOnError extends boolean = false>(parameters: {
        url: string;
        w?: 64 | 128 | 200 | 400 | 800;
        format?: 'webp' | 'avif' | 'jpeg' | 'png' | 'auto';
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetImageResponses, GetImageErrors, ThrowOnError, "fields">;
    /**
     * The five item categories, counted
     *
     * How many weapons, armor, items, vehicles and droids there are, with the first five titles of each.
     */
    countItems<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<CountItemsResponses, CountItemsErrors, ThrowOnError, "fields">;
    /**
     * A page of titles of an item category
     *
     * As `listCategory`, for weapons, armor, items, vehicles and droids alone.
     */
    listItems<ThrowOnError extends boolean = false>(parameters: {
        category: string;
        universe?: string;
        limit?: number;
        offset?: number;
        search?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListItemsResponses, ListItemsErrors, ThrowOnError, "fields">;
    /**
     * A page of an item category with pictures
     *
     * As `listItems`, with id, description and picture of each.
     */
    listItemsWithImages<ThrowOnError extends boolean = false>(parameters: {
        category: string;
        universe?: string;
        limit?: number;
        offset?: number;
        search?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListItemsWithImagesResponses, ListItemsWithImagesErrors, ThrowOnError, "fields">;
    /**
     * Titles of the places on a planet
     *
     * Nested places included: a cantina in a city on a planet is on that planet.
     */
    listPlaceTitles<ThrowOnError extends boolean = false>(parameters: {
        universe?: string;
        planet: string;
        limit?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListPlaceTitlesResponses, ListPlaceTitlesErrors, ThrowOnError, "fields">;
    /**
     * A page of planets
     *
     * Planets and moons in title order, with region, system and picture.
     */
    listPlanets<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
        limit?: number;
        offset?: number;
        search?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListPlanetsResponses, ListPlanetsErrors, ThrowOnError, "fields">;
    /**
     * The places on a planet, with pictures
     *
     * Nested places included; an unknown planet has none.
     */
    listPlaces<ThrowOnError extends boolean = false>(parameters: {
        universe?: string;
        planet: string;
        limit?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListPlacesResponses, ListPlacesErrors, ThrowOnError, "fields">;
    /**
     * The planets of a system
     *
     * With pictures; then planets that have places but no article. An unknown system has none.
     */
    listPlanetsOfSystem<ThrowOnError extends boolean = false>(parameters: {
        universe?: string;
        system: string;
        limit?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListPlanetsOfSystemResponses, ListPlanetsOfSystemErrors, ThrowOnError, "fields">;
    /**
     * The regions of a universe
     *
     * Core outward, then the others by name.
     */
    listRegions<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListRegionsResponses, ListRegionsErrors, ThrowOnError, "fields">;
    /**
     * The systems of a region
     *
     * Those that have planets: names in order, then sectors and the region for planets whose system is not known. An unknown region has none.
     */
    listSystems<ThrowOnError extends boolean = false>(parameters: {
        universe?: string;
        region: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListSystemsResponses, ListSystemsErrors, ThrowOnError, "fields">;
    /**
     * The universes that are served
     *
     * With their counts, and the version of the dataset that answers at present.
     */
    listUniverses<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListUniversesResponses, ListUniversesErrors, ThrowOnError, "fields">;
    /**
     * Whole articles by filter and order, page by page
     *
     * Every filter must match; a filter given several times means any of its values. Values are compared folded, without what stands in brackets behind them, in singular or plural; a value that is asked for with its brackets is only itself. Only the members in `fields` are sent, where it is given. Go on with `next_cursor`, which also holds in a newer dataset.
     */
    listArticles<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string | Array<string>;
        has_image?: boolean;
        updated_since?: string;
        where?: string | Array<string>;
        fields?: string | Array<string>;
        sort?: 'title' | '-title' | 'links' | '-links' | 'updated' | '-updated';
        cursor?: string;
        limit?: number;
        filter?: {
            [key: string]: string | Array<string>;
        };
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListArticlesResponses, ListArticlesErrors, ThrowOnError, "fields">;
    /**
     * Several articles by title
     *
     * In the order of the titles, each once; titles are found as by their address. What is not there is in `missing`.
     */
    getArticles<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        titles: Array<string>;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetArticlesResponses, GetArticlesErrors, ThrowOnError, "fields">;
    /**
     * An article by its id
     *
     * Ids are the same in both stores and after every load.
     */
    getArticleById<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        id: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetArticleByIdResponses, GetArticleByIdErrors, ThrowOnError, "fields">;
    /**
     * What changed since a dataset version
     *
     * For clients that keep a copy: which articles were created, updated or deleted since the version that they have, by id. With `include=articles` the articles come along; a page may then hold fewer than `limit`. Apply all pages, then remember the `to` of the first one. An older or unknown version is 410: take the pack again.
     */
    listChanges<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        since?: string;
        include?: 'articles';
        limit?: number;
        cursor?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListChangesResponses, ListChangesErrors, ThrowOnError, "fields">;
    /**
     * The last 100 changes as an Atom feed
     *
     * For feed readers: what the last publications created, updated and deleted, the newest first.
     */
    getChangesFeed<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetChangesFeedResponses, GetChangesFeedErrors, ThrowOnError, "fields">;
    /**
     * Every article, one a line
     *
     * All articles of the universe, or of some categories, in title order, as NDJSON: each line is an article as the other operations give it. Sent as fast as the caller reads.
     */
    exportArticles<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string | Array<string>;
        fields?: string | Array<string>;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ExportArticlesResponses, ExportArticlesErrors, ThrowOnError, "fields">;
    /**
     * A character card
     *
     * Character Card V2 as JSON, for SillyTavern, RisuAI and their like: what the article says as description, and the articles that it is linked with as character book. Source and licence stand in `creator_notes`.
     */
    exportCharacter<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        title: string;
        budget_tokens?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ExportCharacterResponses, ExportCharacterErrors, ThrowOnError, "fields">;
    /**
     * An embed for Discord
     *
     * One embed object, to be sent among the `embeds` of a message: title, first paragraph, facts, picture, and source and licence in the footer. Within the limits of Discord; mark-up and mentions of the wiki are shown as they are written.
     */
    exportEmbed<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        title: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ExportEmbedResponses, ExportEmbedErrors, ThrowOnError, "fields">;
    /**
     * A module for Foundry VTT
     *
     * For Foundry VTT 12 and 13: `module.json` and a compendium of journal entries, in a folder for each category, with a page for each section, the stored pictures, links between the entries, and source and licence on each page. Ids stay the same from version to version. Made once and kept; sent while it is made.
     */
    downloadFoundryModule<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string | Array<string>;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<DownloadFoundryModuleResponses, DownloadFoundryModuleErrors, ThrowOnError, "fields">;
    /**
     * A lorebook for SillyTavern
     *
     * World info: an entry for each article, whose keys are its title and other names, and whose content is what it is, its facts and its lead. The most linked articles come first, around an article the nearest. The last entry, which is switched off, names source and licence.
     */
    exportLorebook<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string | Array<string>;
        titles?: string | Array<string>;
        around?: string;
        depth?: number;
        limit?: number;
        budget_tokens?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ExportLorebookResponses, ExportLorebookErrors, ThrowOnError, "fields">;
    /**
     * The values of a field, counted
     *
     * Each as it is written, the most frequent first, all of them counted in `X-Total-Count`; an unknown field has none. A filter by a value also finds it with notes in brackets, in the plural and in another spelling, so it may find more than are counted here.
     */
    countValues<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string;
        field: string;
        limit?: number;
        offset?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<CountValuesResponses, CountValuesErrors, ThrowOnError, "fields">;
    /**
     * The articles that one links to, or that link to it
     *
     * Links of infoboxes, in title order, with the fields of `content` that they stand in; redirects are followed.
     */
    listLinks<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        title: string;
        direction?: 'out' | 'in';
        category?: string | Array<string>;
        field?: string;
        limit?: number;
        cursor?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListLinksResponses, ListLinksErrors, ThrowOnError, "fields">;
    /**
     * The article that a name most likely means
     *
     * The best match of a search as a whole article, and what else was possible; `article` is null where nothing fits.
     */
    findArticle<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        q: string;
        category?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<FindArticleResponses, FindArticleErrors, ThrowOnError, "fields">;
    /**
     * A universe as one zip, to be used without a network
     *
     * Holds `manifest.json`, `articles.ndjson`, `texts.ndjson`, `images/<id of the article>.webp` (stored pictures) and `ATTRIBUTION.md`. The same bytes for the same dataset and parameters. Made once and kept; sent while it is made. `changes` brings a pack up to date.
     */
    downloadPack<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string | Array<string>;
        images?: '200' | '400' | 'none';
        text?: boolean;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<DownloadPackResponses, DownloadPackErrors, ThrowOnError, "fields">;
    /**
     * The passages that answer a question best
     *
     * Paragraphs, or several short ones together, of at most some 300 tokens, by BM25 over their words, their heading and their article’s title; those of an article that the question names count more, and words that say nothing are left out. `tokens` is an upper estimate that needs no model.
     */
    searchPassages<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        q: string;
        category?: string;
        title?: string;
        limit?: number;
        budget_tokens?: number;
        format?: 'markdown' | 'plain';
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<SearchPassagesResponses, SearchPassagesErrors, ThrowOnError, "fields">;
    /**
     * The picture of an article, by its title
     *
     * The title, found as everywhere, and the extension of the format that is wanted: `.webp`, `.png`, `.jpg` or `.avif`. 404 where there is no such article, or it has no picture.
     */
    getPicture<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        title: string;
        w?: 64 | 128 | 200 | 400 | 800;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetPictureResponses, GetPictureErrors, ThrowOnError, "fields">;
    /**
     * One article by chance
     *
     * The same for the same seed and dataset; without a seed another one each time.
     */
    getRandomArticle<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category?: string | Array<string>;
        exclude?: string | Array<string>;
        seed?: string;
        has_image?: boolean;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetRandomArticleResponses, GetRandomArticleErrors, ThrowOnError, "fields">;
    /**
     * Find articles by name, then by description
     *
     * Words and parts of words, without regard to case, accents, apostrophes and hyphens, in titles and all other names of an article; ranks and questions around a name may stand there. The best kind of match comes first, then what is linked to most; where no name matches, articles that have some of the words, and descriptions.
     */
    searchArticles<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        q: string;
        category?: string;
        limit?: number;
        offset?: number;
        in?: 'names' | 'text' | 'all';
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<SearchArticlesResponses, SearchArticlesErrors, ThrowOnError, "fields">;
    /**
     * The text of an article by sections
     *
     * In order, the lead first, as many whole sections as fit into `max_bytes`; of a section that is larger by itself, its beginning. Go on with `next_section`. Titles are found as by their address. An article of which only a description is known has that as its lead.
     */
    getSections<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        title: string;
        section?: string;
        toc?: boolean;
        format?: 'markdown' | 'plain';
        max_bytes?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetSectionsResponses, GetSectionsErrors, ThrowOnError, "fields">;
    /**
     * What a person who types may mean
     *
     * For every keystroke: the article whose whole name was typed is always among them.
     */
    suggestArticles<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        q: string;
        category?: string;
        limit?: number;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<SuggestArticlesResponses, SuggestArticlesErrors, ThrowOnError, "fields">;
    /**
     * An article by its title or a redirect
     *
     * Underscores and spaces are the same, slashes may be raw or encoded, a whole `/wiki/…` address may stand for the title. Where there is none, another case, the title with or without `/Legends`, and a name that one article alone bears find it. It is found in whatever category it is; where there is none or several bear the name, the nearest titles are suggested. With `Accept: text/markdown`: the facts as a table, then the text.
     */
    getArticle<ThrowOnError extends boolean = false>(parameters: {
        universe: string;
        category: string;
        title: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetArticleResponses, GetArticleErrors, ThrowOnError, "fields">;
    /**
     * Whose work the data are
     *
     * For each universe its source and licence, as a game must show them.
     */
    listAttributions<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListAttributionsResponses, ListAttributionsErrors, ThrowOnError, "fields">;
    /**
     * This document for people
     *
     * A page on which every operation can be tried.
     */
    showDocs<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<ShowDocsResponses, ShowDocsErrors, ThrowOnError, "fields">;
    /**
     * The state of the process and its stores
     *
     * 200 while the process can serve; `troubles` says in words what cannot be used.
     */
    getHealth<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetHealthResponses, GetHealthErrors, ThrowOnError, "fields">;
    /**
     * Crawl the wiki of a universe
     *
     * Into the file cache, and then load it; or name the crawl that waits or runs.
     */
    startCrawl<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
        resume?: boolean;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<StartCrawlResponses, StartCrawlErrors, ThrowOnError, "fields">;
    /**
     * Work in the background that was given up
     *
     * The latest first, with the reason of each.
     */
    listFailedJobs<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<ListFailedJobsResponses, ListFailedJobsErrors, ThrowOnError, "fields">;
    /**
     * Let nobody begin a job
     *
     * What is at work goes on to its end; what waits waits, until `resumeJobs`.
     */
    pauseJobs<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<PauseJobsResponses, PauseJobsErrors, ThrowOnError, "fields">;
    /**
     * Let the queue go on
     *
     * With what waited longest.
     */
    resumeJobs<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<ResumeJobsResponses, ResumeJobsErrors, ThrowOnError, "fields">;
    /**
     * Have a failed job done again
     *
     * Takes the id that `listFailedJobs` gives.
     */
    retryJob<ThrowOnError extends boolean = false>(parameters: {
        id: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<RetryJobResponses, RetryJobErrors, ThrowOnError, "fields">;
    /**
     * Whether the process lives
     *
     * Answered at once, whatever else is wrong.
     */
    checkLive<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<CheckLiveResponses, CheckLiveErrors, ThrowOnError, "fields">;
    /**
     * Answer a message of the Model Context Protocol
     *
     * Streamable HTTP without sessions: a JSON-RPC request is answered with JSON, a notification with 202. Pages of other origins than CORS_ORIGINS lists are refused. `MCP_ENABLED=false` takes it away.
     */
    callMcp<ThrowOnError extends boolean = false>(parameters: {
        jsonrpc: '2.0';
        id?: string | number;
        method?: string;
        params?: {
            [key: string]: unknown;
        };
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<CallMcpResponses, CallMcpErrors, ThrowOnError, "fields">;
    /**
     * Metrics for Prometheus
     *
     * Requests, event loop, pool, prefetch and images.
     */
    getMetrics<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetMetricsResponses, GetMetricsErrors, ThrowOnError, "fields">;
    /**
     * This document for machines
     *
     * OpenAPI 3.1.
     */
    getOpenApi<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetOpenApiResponses, GetOpenApiErrors, ThrowOnError, "fields">;
    /**
     * Cancel the run at work
     *
     * The data stay as they were.
     */
    cancelPrefetch<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<CancelPrefetchResponses, CancelPrefetchErrors, ThrowOnError, "fields">;
    /**
     * What a dataset lacks
     *
     * Articles without category, picture or planet, and what the last crawl, import or refresh reported.
     */
    getCoverage<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetCoverageResponses, GetCoverageErrors, ThrowOnError, "fields">;
    /**
     * The same as Server-Sent Events
     *
     * Each event is a whole PrefetchStatus: one on every change, at most four a second.
     */
    watchPrefetch<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError, WatchPrefetchResponse>): Promise<import("./core/serverSentEvents.gen").ServerSentEventsResult<WatchPrefetchResponses, WatchPrefetchErrors>>;
    /**
     * Start a run
     *
     * Or name the one that is queued or running.
     */
    startPrefetch<ThrowOnError extends boolean = false>(parameters?: {
        universe?: string;
        force_refresh?: boolean;
        allow_shrink?: boolean;
    }, options?: Options<never, ThrowOnError>): import("./client").RequestResult<StartPrefetchResponses, StartPrefetchErrors, ThrowOnError, "fields">;
    /**
     * How the filling of the stores goes
     *
     * Of the universe at work, or of the last one; and of each universe.
     */
    getPrefetchStatus<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<GetPrefetchStatusResponses, GetPrefetchStatusErrors, ThrowOnError, "fields">;
    /**
     * Whether requests should be sent here
     *
     * 503 only before anything can be served and while shutting down.
     */
    checkReady<ThrowOnError extends boolean = false>(options?: Options<never, ThrowOnError>): import("./client").RequestResult<CheckReadyResponses, CheckReadyErrors, ThrowOnError, "fields">;
}
export {};

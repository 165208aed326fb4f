using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Lorekeeper
{
    /// <summary>One universe of one service. Answers that were had before are asked for with their ETag.</summary>
    public sealed class LorekeeperClient : IDisposable
    {
        const int KeptAnswers = 256;

        readonly HttpClient http;
        readonly string wiki;
        readonly Dictionary<string, KeyValuePair<string, string>> kept = new Dictionary<string, KeyValuePair<string, string>>();

        public LorekeeperClient(string baseUrl = "http://localhost:8000", string universe = "demo", HttpClient http = null)
        {
            this.http = http ?? new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            wiki = baseUrl.TrimEnd('/') + "/api/v1/wiki/";
            Universe = universe;
        }

        public string Universe { get; }

        /// <summary>The article that a title, a redirect or a /wiki/ address means.</summary>
        public Task<Article> GetArticleAsync(string title, CancellationToken cancel = default(CancellationToken))
        {
            return GetAsync<Article>($"{Universe}/other/{Uri.EscapeDataString(title)}", cancel);
        }

        /// <summary>The best article for a name, and what else was possible.</summary>
        public Task<LookupAnswer> LookupAsync(string name, CancellationToken cancel = default(CancellationToken))
        {
            return GetAsync<LookupAnswer>($"{Universe}/lookup?q={Uri.EscapeDataString(name)}", cancel);
        }

        /// <summary>What a person who types may mean.</summary>
        public Task<List<Entry>> SuggestAsync(string typed, int limit = 8, CancellationToken cancel = default(CancellationToken))
        {
            return GetAsync<List<Entry>>($"{Universe}/suggest?q={Uri.EscapeDataString(typed)}&limit={limit}", cancel);
        }

        /// <summary>A page of articles. Where: conditions as in "species:Human"; of one field any may fit.</summary>
        public Task<ArticlePage> ListArticlesAsync(
            string category = null,
            IEnumerable<string> where = null,
            string cursor = null,
            int limit = 50,
            CancellationToken cancel = default(CancellationToken))
        {
            var query = new List<string> { $"limit={limit}" };
            if (category != null) query.Add($"category={Uri.EscapeDataString(category)}");
            if (cursor != null) query.Add($"cursor={Uri.EscapeDataString(cursor)}");
            query.AddRange((where ?? Enumerable.Empty<string>()).Select(one => $"where={Uri.EscapeDataString(one)}"));
            return GetAsync<ArticlePage>($"{Universe}/articles?{string.Join("&", query)}", cancel);
        }

        /// <summary>Up to 200 articles by title, and the titles that are missing.</summary>
        public async Task<Batch> GetArticlesAsync(IEnumerable<string> titles, CancellationToken cancel = default(CancellationToken))
        {
            var body = JsonConvert.SerializeObject(new { titles });
            var request = new HttpRequestMessage(HttpMethod.Post, $"{wiki}{Universe}/articles/batch");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using (var response = await SendAsync(request, cancel).ConfigureAwait(false))
                return JsonConvert.DeserializeObject<Batch>(await TextOf(response).ConfigureAwait(false));
        }

        /// <summary>The picture of an article, as PNG unless told otherwise; null where it has none.</summary>
        public async Task<byte[]> GetPictureAsync(
            string title,
            int? width = null,
            string extension = "png",
            CancellationToken cancel = default(CancellationToken))
        {
            var query = width == null ? "" : $"?w={width}";
            var path = $"{Universe}/picture/{Uri.EscapeDataString(title)}.{extension}{query}";
            try
            {
                using (var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, wiki + path), cancel).ConfigureAwait(false))
                    return await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            }
            catch (LorekeeperException problem) when (problem.Code == "IMAGE_NOT_FOUND")
            {
                return null;
            }
        }

        /// <summary>The text of an article by sections, as Markdown; the contents alone with toc.</summary>
        public Task<SectionsAnswer> GetSectionsAsync(string title, bool toc = false, CancellationToken cancel = default(CancellationToken))
        {
            var query = toc ? "?toc=true" : "";
            return GetAsync<SectionsAnswer>($"{Universe}/sections/{Uri.EscapeDataString(title)}{query}", cancel);
        }

        /// <summary>Paragraphs that answer a question, the best first.</summary>
        public Task<PassagesAnswer> SearchPassagesAsync(
            string question,
            int limit = 8,
            int? budgetTokens = null,
            CancellationToken cancel = default(CancellationToken))
        {
            var budget = budgetTokens == null ? "" : $"&budget_tokens={budgetTokens}";
            return GetAsync<PassagesAnswer>($"{Universe}/passages?q={Uri.EscapeDataString(question)}&limit={limit}{budget}", cancel);
        }

        /// <summary>
        /// A page of what changed since a version, with the articles. Apply every page, then remember the To of the
        /// first one. Throws CHANGES_GONE where the version is too old: take the pack again.
        /// </summary>
        public Task<ChangesPage> GetChangesAsync(string since, string cursor = null, CancellationToken cancel = default(CancellationToken))
        {
            var next = cursor == null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            return GetAsync<ChangesPage>($"{Universe}/changes?since={Uri.EscapeDataString(since)}&include=articles{next}", cancel);
        }

        /// <summary>Writes the offline pack to a stream, and gives its version. Images: "none", "200" or "400".</summary>
        public async Task<string> DownloadPackAsync(
            Stream to,
            string images = "none",
            bool text = true,
            CancellationToken cancel = default(CancellationToken))
        {
            var query = $"images={images}&text={(text ? "true" : "false")}";
            var request = new HttpRequestMessage(HttpMethod.Get, $"{wiki}{Universe}/pack.zip?{query}");
            using (var response = await SendAsync(request, cancel, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false))
            {
                await response.Content.CopyToAsync(to).ConfigureAwait(false);
                return response.Headers.GetValues("X-Dataset-Version").First();
            }
        }

        /// <summary>The answer to any address under /api/v1/wiki/.</summary>
        public async Task<T> GetAsync<T>(string path, CancellationToken cancel = default(CancellationToken))
        {
            KeyValuePair<string, string> known;
            bool isKnown;
            lock (kept) isKnown = kept.TryGetValue(path, out known);
            var request = new HttpRequestMessage(HttpMethod.Get, wiki + path);
            if (isKnown) request.Headers.TryAddWithoutValidation("If-None-Match", known.Key);
            using (var response = await SendAsync(request, cancel).ConfigureAwait(false))
            {
                if (isKnown && response.StatusCode == HttpStatusCode.NotModified)
                    return JsonConvert.DeserializeObject<T>(known.Value);
                var text = await TextOf(response).ConfigureAwait(false);
                var etag = response.Headers.ETag?.ToString();
                if (etag != null) Keep(path, etag, text);
                return JsonConvert.DeserializeObject<T>(text);
            }
        }

        public void Dispose() => http.Dispose();

        void Keep(string path, string etag, string text)
        {
            lock (kept)
            {
                if (kept.Count >= KeptAnswers) kept.Clear();
                kept[path] = new KeyValuePair<string, string>(etag, text);
            }
        }

        async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancel,
            HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
        {
            var response = await http.SendAsync(request, until, cancel).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) return response;
            using (response) throw await ProblemOf(response).ConfigureAwait(false);
        }

        static async Task<LorekeeperException> ProblemOf(HttpResponseMessage response)
        {
            var status = (int)response.StatusCode;
            try
            {
                var problem = JObject.Parse(await TextOf(response).ConfigureAwait(false));
                return new LorekeeperException(status, (string)problem["code"] ?? "", (string)problem["detail"] ?? $"HTTP {status}");
            }
            catch (JsonReaderException)
            {
                return new LorekeeperException(status, "", $"HTTP {status}");
            }
        }

        static async Task<string> TextOf(HttpResponseMessage response)
        {
            return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
        }
    }
}

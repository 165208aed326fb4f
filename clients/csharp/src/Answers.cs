using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Lorekeeper
{
    /// <summary>What the service says went wrong: Code to branch on, Message for people.</summary>
    public sealed class LorekeeperException : Exception
    {
        public LorekeeperException(int status, string code, string detail) : base(detail)
        {
            Status = status;
            Code = code;
        }

        public int Status { get; }
        public string Code { get; }
    }

    public sealed class Licence
    {
        [JsonProperty("name")] public string Name { get; set; }
        [JsonProperty("url")] public string Url { get; set; }
        [JsonProperty("attribution")] public string Attribution { get; set; }
    }

    public sealed class Link
    {
        [JsonProperty("text")] public string Text { get; set; }
        [JsonProperty("href")] public string Href { get; set; }

        /// <summary>The article that it leads to; null where there is none.</summary>
        [JsonProperty("title")] public string Title { get; set; }
    }

    public sealed class InfoboxField
    {
        [JsonProperty("label")] public string Label { get; set; }
        [JsonProperty("values")] public List<string> Values { get; set; }
        [JsonProperty("links")] public List<Link> Links { get; set; }
    }

    public sealed class Infobox
    {
        [JsonProperty("type")] public string Type { get; set; }
        [JsonProperty("fields")] public List<InfoboxField> Fields { get; set; }
    }

    public sealed class Article
    {
        [JsonProperty("id")] public long Id { get; set; }
        [JsonProperty("title")] public string Title { get; set; }
        [JsonProperty("category")] public string Category { get; set; }
        [JsonProperty("universe")] public string Universe { get; set; }
        [JsonProperty("summary")] public string Summary { get; set; }
        [JsonProperty("description")] public string Description { get; set; }

        /// <summary>Where the wiki keeps the picture; null where there is none.</summary>
        [JsonProperty("image_url")] public string ImageUrl { get; set; }
        [JsonProperty("source_url")] public string SourceUrl { get; set; }
        [JsonProperty("aliases")] public List<string> Aliases { get; set; }

        /// <summary>Null where the article has none.</summary>
        [JsonProperty("infobox")] public Infobox Infobox { get; set; }

        /// <summary>Field to a text or a list of texts; Fact gives either as a text.</summary>
        [JsonProperty("content")] public JObject Content { get; set; }
        [JsonProperty("licence")] public Licence Licence { get; set; }

        /// <summary>A field of the content as text; empty where the article has no such field.</summary>
        public string Fact(string field)
        {
            var value = Content?[field];
            if (value == null) return "";
            return value is JArray list ? string.Join(", ", list.Select(one => (string)one)) : (string)value;
        }
    }

    /// <summary>What lists, suggestions and alternatives show of an article.</summary>
    public sealed class Entry
    {
        [JsonProperty("title")] public string Title { get; set; }
        [JsonProperty("category")] public string Category { get; set; }
        [JsonProperty("summary")] public string Summary { get; set; }
        [JsonProperty("image_url")] public string ImageUrl { get; set; }
    }

    public sealed class LookupAnswer
    {
        /// <summary>Null where nothing fits.</summary>
        [JsonProperty("article")] public Article Article { get; set; }
        [JsonProperty("match")] public string Match { get; set; }
        [JsonProperty("alternatives")] public List<Entry> Alternatives { get; set; }
    }

    public sealed class ArticlePage
    {
        [JsonProperty("items")] public List<Article> Items { get; set; }

        /// <summary>For the next page; null at the end.</summary>
        [JsonProperty("next_cursor")] public string NextCursor { get; set; }
        [JsonProperty("total")] public int Total { get; set; }
    }

    public sealed class Batch
    {
        [JsonProperty("articles")] public List<Article> Articles { get; set; }
        [JsonProperty("missing")] public List<string> Missing { get; set; }
    }
}

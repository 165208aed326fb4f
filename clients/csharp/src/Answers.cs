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

    public sealed class Section
    {
        [JsonProperty("index")] public int Index { get; set; }
        [JsonProperty("level")] public int Level { get; set; }

        /// <summary>Empty for the lead.</summary>
        [JsonProperty("heading")] public string Heading { get; set; }
        [JsonProperty("anchor")] public string Anchor { get; set; }

        /// <summary>Markdown; null where only the contents were asked for.</summary>
        [JsonProperty("text")] public string Text { get; set; }
    }

    public sealed class SectionsAnswer
    {
        [JsonProperty("title")] public string Title { get; set; }
        [JsonProperty("source_url")] public string SourceUrl { get; set; }
        [JsonProperty("licence")] public Licence Licence { get; set; }
        [JsonProperty("sections")] public List<Section> Sections { get; set; }

        /// <summary>Index of the section to go on with; null at the end of the article.</summary>
        [JsonProperty("next_section")] public int? NextSection { get; set; }
    }

    public sealed class Passage
    {
        [JsonProperty("title")] public string Title { get; set; }
        [JsonProperty("heading")] public string Heading { get; set; }
        [JsonProperty("text")] public string Text { get; set; }
        [JsonProperty("score")] public double Score { get; set; }
        [JsonProperty("tokens")] public int Tokens { get; set; }
        [JsonProperty("source_url")] public string SourceUrl { get; set; }
        [JsonProperty("licence")] public Licence Licence { get; set; }
    }

    public sealed class PassagesAnswer
    {
        [JsonProperty("passages")] public List<Passage> Passages { get; set; }
        [JsonProperty("total")] public int Total { get; set; }

        /// <summary>Of all passages together, by a high estimate.</summary>
        [JsonProperty("tokens")] public int Tokens { get; set; }
    }

    public sealed class ArticleChange
    {
        [JsonProperty("id")] public long Id { get; set; }
        [JsonProperty("title")] public string Title { get; set; }

        /// <summary>created, updated or deleted.</summary>
        [JsonProperty("change")] public string Change { get; set; }

        /// <summary>Null where it was deleted.</summary>
        [JsonProperty("article")] public Article Article { get; set; }
    }

    public sealed class ChangesPage
    {
        [JsonProperty("from")] public string From { get; set; }

        /// <summary>The version that a copy has when every page is applied.</summary>
        [JsonProperty("to")] public string To { get; set; }
        [JsonProperty("total")] public int Total { get; set; }
        [JsonProperty("items")] public List<ArticleChange> Items { get; set; }

        /// <summary>For the next page; null at the end.</summary>
        [JsonProperty("next_cursor")] public string NextCursor { get; set; }
    }
}

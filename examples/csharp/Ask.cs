// Asks a running service for what a name means: Ask [NAME] [ADDRESS]
using System;
using System.Linq;
using System.Threading.Tasks;
using Lorekeeper;

static class Ask
{
    static int Main(string[] arguments) => Run(arguments).GetAwaiter().GetResult();

    static async Task<int> Run(string[] arguments)
    {
        var name = arguments.ElementAtOrDefault(0) ?? "orsa";
        var address = arguments.ElementAtOrDefault(1) ?? "http://localhost:8000";
        using (var lore = new LorekeeperClient(address, "demo"))
        {
            var found = await lore.LookupAsync(name);
            var article = found.Article;
            if (article == null)
            {
                Console.WriteLine($"Nothing by the name of {name}.");
                return 1;
            }
            Console.WriteLine($"{article.Title} ({article.Category}): {article.Summary}");
            if (article.Infobox != null)
                foreach (var field in article.Infobox.Fields.Where(one => one.Label != ""))
                    Console.WriteLine($"  {field.Label}: {string.Join(", ", field.Values)}");
            var picture = await lore.GetPictureAsync(article.Title, 200);
            Console.WriteLine(picture == null ? "  no picture" : $"  picture: {picture.Length} bytes");
            var homeworld = article.Fact("homeworld");
            var page = await lore.ListArticlesAsync("characters", new[] { $"homeworld:{homeworld}" });
            if (homeworld != "")
                Console.WriteLine($"  others from {homeworld}: {string.Join(", ", page.Items.Select(one => one.Title))}");
            try
            {
                await lore.GetArticleAsync("Nowhere at all");
            }
            catch (LorekeeperException problem)
            {
                Console.WriteLine($"  {problem.Code}: {problem.Message}");
            }
            return 0;
        }
    }
}

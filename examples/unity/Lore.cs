// A text field, a picture and what is known: put this on a canvas, and the package of clients/csharp into the project.
using Lorekeeper;
using UnityEngine;
using UnityEngine.UI;

public sealed class Lore : MonoBehaviour
{
    [SerializeField] InputField field;
    [SerializeField] Text text;
    [SerializeField] RawImage portrait;

    LorekeeperClient lore;

    void Awake()
    {
        lore = new LorekeeperClient("http://localhost:8000", "demo");
        field.onEndEdit.AddListener(LookUp);
    }

    void OnDestroy() => lore.Dispose();

    async void LookUp(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) return;
        try
        {
            var article = (await lore.LookupAsync(name)).Article;
            text.text = article == null ? "Nothing by that name" : $"{article.Title}: {article.Summary}";
            // Unity reads PNG and JPEG, not WebP.
            var picture = article == null ? null : await lore.GetPictureAsync(article.Title, 400, "png");
            if (this == null) return;
            portrait.enabled = picture != null;
            if (picture == null) return;
            var texture = new Texture2D(2, 2);
            texture.LoadImage(picture);
            portrait.texture = texture;
        }
        catch (System.Exception problem)
        {
            Debug.LogWarning($"Lorekeeper: {problem.Message}");
        }
    }
}

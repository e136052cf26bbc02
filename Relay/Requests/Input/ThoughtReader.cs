using System.Text.Json;
using Relay.Requests.Checking;
using Relay.Sealing;

namespace Relay.Requests.Input;

/// <summary>Reads reasoning items: what is under their seal where the relay can open it, else what they say openly.</summary>
/// <param name="check">Told of what cannot be opened.</param>
/// <param name="seal">What opens them.</param>
/// <param name="areKept">Whether they come from the relay's own store: the client cannot mend them, so none of them is refused.</param>
internal sealed class ThoughtReader(RequestCheck check, ReasoningSeal? seal, bool areKept)
{
    /// <summary>Reads one item.</summary>
    /// <returns>The reasoning, and whether its text is only the summary.</returns>
    public (Thought Reasoning, bool IsSummary) Read(JsonElement item, string path)
    {
        if (Unseal(item, path) is { } unsealed)
        {
            return (unsealed, false);
        }

        // Parts of the content are pieces of one text, those of a summary are paragraphs.
        var content = TextsOf(item, "content", "", path);
        return content.Length > 0
            ? (new Thought { Text = content }, false)
            : (new Thought { Text = TextsOf(item, "summary", "\n\n", path) }, true);
    }

    private Thought? Unseal(JsonElement item, string path)
    {
        if (check.Text(item, "encrypted_content", path) is not { } word || seal is null)
        {
            return null;
        }

        switch (seal.Unseal(word, out var content))
        {
            case UnsealResult.Opened when ThoughtJson.Read(content) is { } thought:
                return thought;
            case UnsealResult.Opened or UnsealResult.Broken when areKept:
                check.Warn("Stored reasoning that could not be decrypted was left out; its readable parts were used.");
                return null;
            case UnsealResult.Opened or UnsealResult.Broken:
                check.BrokenSeal(RequestCheck.Path(path, "encrypted_content"));
                return null;
            case UnsealResult.UnknownKey:
                check.Warn("Encrypted reasoning without a matching key was left out; its readable parts were used.");
                return null;
            default:
                check.Warn("Encrypted reasoning of another provider was left out; its readable parts were used.");
                return null;
        }
    }

    private string TextsOf(JsonElement item, string name, string between, string path)
    {
        if (check.Optional(item, name, path, RequestKind.Array) is not { } parts)
        {
            return "";
        }

        return string.Join(between, parts.EnumerateArray()
            .Where(static part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Select(static part => part.GetProperty("text").GetString()));
    }
}

using System.Text.Json;
using Relay.Requests.Checking;
using Relay.Sealing;

namespace Relay.Requests.Input;

/// <summary>Reads reasoning items: their encrypted content if the relay can decrypt it, or else their readable text.</summary>
/// <param name="check">Receives problems and warnings about content that cannot be decrypted.</param>
/// <param name="seal">Decrypts the content; <see langword="null"/> to use only readable text.</param>
/// <param name="areStored">Whether the items come from the relay's own store. The client cannot correct these, so none is rejected.</param>
internal sealed class ReasoningReader(RequestCheck check, ReasoningSeal? seal, bool areStored)
{
    /// <summary>Reads a reasoning item.</summary>
    /// <returns>The reasoning, and whether its text is only the summary.</returns>
    public (VendorReasoning Reasoning, bool IsSummary) Read(JsonElement item, string path)
    {
        if (Unseal(item, path) is { } unsealed)
        {
            return (unsealed, false);
        }

        // The parts of the content are pieces of one text; the parts of a summary are paragraphs.
        var content = JoinTexts(item, "content", "", path);
        return content.Length > 0
            ? (new VendorReasoning { Text = content }, false)
            : (new VendorReasoning { Text = JoinTexts(item, "summary", "\n\n", path) }, true);
    }

    private VendorReasoning? Unseal(JsonElement item, string path)
    {
        if (check.ReadText(item, "encrypted_content", path) is not { } token || seal is null)
        {
            return null;
        }

        switch (seal.Unseal(token, out var content))
        {
            case UnsealResult.Opened when VendorReasoningJson.Read(content) is { } reasoning:
                return reasoning;
            case UnsealResult.Opened or UnsealResult.Broken when areStored:
                check.Warn("Stored reasoning that could not be decrypted was left out; its readable parts were used.");
                return null;
            case UnsealResult.Opened or UnsealResult.Broken:
                check.ReportBrokenContent(RequestCheck.JoinPath(path, "encrypted_content"));
                return null;
            case UnsealResult.UnknownKey:
                check.Warn("Encrypted reasoning without a matching key was left out; its readable parts were used.");
                return null;
            default:
                check.Warn("Encrypted reasoning of another provider was left out; its readable parts were used.");
                return null;
        }
    }

    private string JoinTexts(JsonElement item, string name, string between, string path)
    {
        if (check.ReadOptional(item, name, path, RequestKind.Array) is not { } parts)
        {
            return "";
        }

        return string.Join(between, parts.EnumerateArray()
            .Where(static part => part.ValueKind == JsonValueKind.Object
                && part.TryGetProperty("text", out var text)
                && text.ValueKind == JsonValueKind.String)
            .Select(static part => part.GetProperty("text").GetString()));
    }
}

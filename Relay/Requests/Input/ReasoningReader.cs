using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Checking;
using Relay.Sealing;

namespace Relay.Requests.Input;

/// <summary>Reads reasoning items: what is under their seal where the relay can open it, else what they say openly.</summary>
/// <param name="check">Told of what cannot be opened.</param>
/// <param name="policies">Whether summaries count.</param>
/// <param name="seal">What opens them.</param>
/// <param name="areStored">Whether they come from the relay's own store: the client cannot mend them, so none of them is refused.</param>
internal sealed class ReasoningReader(RequestCheck check, RelayPolicies policies, ReasoningSeal? seal, bool areStored)
{
    /// <summary>Reads one item.</summary>
    public VendorReasoning Read(JsonElement item, string path) => Unseal(item, path) ?? new VendorReasoning { Text = ReadOpenText(item, path) };

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

    private string ReadOpenText(JsonElement item, string path)
    {
        // Parts of the content are pieces of one text, those of a summary are paragraphs.
        var text = JoinTexts(item, "content", "", path);
        return text.Length > 0 || policies.Summaries is Summaries.Ignore ? text : JoinTexts(item, "summary", "\n\n", path);
    }

    private string JoinTexts(JsonElement item, string name, string between, string path)
    {
        if (check.ReadOptional(item, name, path, RequestKind.Array) is not { } parts)
        {
            return "";
        }

        return string.Join(between, parts.EnumerateArray()
            .Where(static part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Select(static part => part.GetProperty("text").GetString()));
    }
}

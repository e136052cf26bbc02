using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Expecting.Patterns;

namespace Conformance.Expecting.Goldens;

/// <summary>
/// Replaces what differs from run to run. Identity survives: the same value gets the same stand-in wherever it stands,
/// numbered by first appearance, so that a changed id inside one stream still shows.
/// </summary>
internal sealed partial class StandIns
{
    private const int LongestKept = 4096;

    private readonly Dictionary<string, string> _byValue = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The model asked for, shown as <c>&lt;model&gt;</c>.</summary>
    public string? Model { get; set; }

    /// <summary>The value with its stand-ins.</summary>
    public JsonNode? Replace(JsonElement value, string member = "") => value.ValueKind switch
    {
        JsonValueKind.Object =>
            new JsonObject(value.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, Replace(one.Value, one.Name)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(one => Replace(one, member))]),
        JsonValueKind.Number when member is "created_at" or "completed_at" => JsonValue.Create("<time>"),
        JsonValueKind.String => JsonValue.Create(ReplaceText(JsonFormat.ReadString(value), member)),
        _ => JsonFormat.CreateNode(value),
    };

    private string ReplaceText(string text, string member)
    {
        if (member == "model" && text == Model)
        {
            return "<model>";
        }

        if (text.Length > LongestKept && member != "encrypted_content")
        {
            return Digest(text);
        }

        return member switch
        {
            "id" or "item_id" or "response_id" or "previous_response_id" or "first_id" or "last_id" => StandIn(text, ""),
            // Sealed anew each time, so only that it is there, and whether it is the same as before, can be compared.
            "encrypted_content" => StandIn(text, "", "sealed"),
            "message" => Inside(text),
            _ => MadeUp().IsMatch(text) ? StandIn(text, "new_") : text,
        };
    }

    private string Inside(string text)
    {
        try
        {
            return MadeUpInside().Replace(text, id => StandIn(id.Value, "new_"));
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>A text too long to be read by anybody: its start, its length, and a hash that differs when one character does.</summary>
    private static string Digest(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 64)}… <{text.Length} characters, "
            + $"sha256 {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())))}>");

    // A made-up `call_id` is `call_new_1`, because `call_1` may well be what the upstream itself sent.
    private string StandIn(string value, string mark, string? name = null)
    {
        if (value.Length == 0)
        {
            return value;
        }

        if (!_byValue.TryGetValue(value, out var standIn))
        {
            var cut = value.IndexOf('_', StringComparison.Ordinal);
            var prefix = name ?? (cut > 0 ? value[..cut] : "id");
            var count = _counts[prefix] = _counts.GetValueOrDefault(prefix) + 1;
            standIn = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{mark}{count}");
            _byValue[value] = standIn;
        }

        return standIn;
    }

    // An id a relay made up, such as call_ and 24 hexadecimal digits; an upstream's own `call_1` stays as it is.
    [GeneratedRegex(
        "^[a-z]{2,8}_[0-9a-f]{24,}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MadeUp();

    [GeneratedRegex(
        @"\b[a-z]{2,8}_[0-9a-f]{24,}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MadeUpInside();
}

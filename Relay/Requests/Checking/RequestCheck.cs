using System.Text.Json;
using Relay.Contract;

namespace Relay.Requests.Checking;

/// <summary>
/// Reads members of a request and records the first problem. After a problem it returns harmless values, so no reader has to check for one.
/// Unknown members are ignored; a member that is used must have the right type.
/// </summary>
internal sealed class RequestCheck
{
    private const int LongestName = 60;

    private readonly WarningLog _warnings = new();

    public ApiError? Problem { get; private set; }

    /// <summary>The warnings for the log that were added since the property was last read.</summary>
    public IReadOnlyList<string> Warnings => _warnings.Take();

    /// <summary>Returns whether a member is present and not <c>null</c>, and its value.</summary>
    public static bool TryGet(JsonElement owner, string name, out JsonElement value) =>
        owner.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Returns whether a value is an object whose <c>type</c> is the given one.</summary>
    public static bool IsOfType(JsonElement value, string type) =>
        value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("type"u8, out var said)
            && said.ValueKind == JsonValueKind.String
            && said.ValueEquals(type);

    public static string JoinPath(string owner, string name) => owner.Length == 0 ? name : $"{owner}.{name}";

    /// <summary>Shortens a value of the client for an error message.</summary>
    public static string Shorten(string value) => value.Length <= 64 ? value : string.Concat(value.AsSpan(0, 63), "…");

    /// <summary>Quotes a name for the log only if it looks like one, because request content must not be logged.</summary>
    public static string QuoteName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-')
            ? $"'{name}'"
            : "with an unusual name";

    /// <summary>Returns the member if it is of the given kind; <see langword="null"/> if it is absent. Another kind is a problem.</summary>
    public JsonElement? ReadOptional(JsonElement owner, string name, string path, RequestKind kind)
    {
        if (!TryGet(owner, name, out var value))
        {
            return null;
        }

        if (Is(value, kind))
        {
            return value;
        }

        ReportWrongType(JoinPath(path, name), kind, value);
        return null;
    }

    public string? ReadText(JsonElement owner, string name, string path) =>
        ReadOptional(owner, name, path, RequestKind.Text) is { } text ? CommonWords.Find(text) ?? text.GetString() : null;

    public bool? ReadFlag(JsonElement owner, string name, string path) => ReadOptional(owner, name, path, RequestKind.Flag)?.GetBoolean();

    /// <summary>Returns a string. A missing one is a problem.</summary>
    public string ReadRequiredText(JsonElement owner, string name, string path)
    {
        if (!TryGet(owner, name, out _))
        {
            ReportMissing(JoinPath(path, name));
        }

        return ReadText(owner, name, path) ?? "";
    }

    /// <summary>
    /// Adds a warning. It may quote the client only where the text is a known name, because request content must not be logged.
    /// </summary>
    public void Warn(string sentence) => _warnings.Add(sentence);

    public void ReportMissing(string param) => Report("missing_required_parameter", $"Missing required parameter: '{param}'.", param);

    public void ReportWrongType(string param, RequestKind expected, JsonElement value) =>
        Report("invalid_type", $"Invalid type for '{param}': expected {Describe(expected)}, but got {Describe(value.ValueKind)}.", param);

    public void ReportWrongValue(string param, string value, string expected) =>
        Report("invalid_value", $"Invalid value for '{param}': '{Shorten(value)}'. Expected {expected}.", param);

    /// <summary>Reports a member that changes the answer and cannot be sent to a chat vendor.</summary>
    public void ReportUnsupported(string param, string what) =>
        Report("unsupported_parameter", $"Unsupported parameter: '{param}'. {what}", param);

    /// <summary>Reports encrypted content of the relay that was changed.</summary>
    public void ReportBrokenContent(string param) =>
        Report(
            "invalid_encrypted_content",
            $"The encrypted content of '{param}' could not be verified. Send it back as it came, or leave the item out.",
            param);

    /// <summary>Reports a compaction whose content cannot be read, so that the conversation before it is lost.</summary>
    public void ReportUnreadableCompaction(string param, string why) =>
        Report("invalid_encrypted_content", $"The compaction item '{param}' cannot be read: {why}", param);

    /// <summary>Reports an item in a place where it has no meaning.</summary>
    public void ReportMisplaced(string param, string what) => Report("invalid_value", what, param);

    /// <summary>Reports a call without an output, or an output without a call.</summary>
    public void ReportUnpaired(string param, string what) => Report("invalid_value", what, param);

    private static bool Is(JsonElement value, RequestKind kind) => kind switch
    {
        RequestKind.Text => value.ValueKind == JsonValueKind.String,
        RequestKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        RequestKind.Number => value.ValueKind == JsonValueKind.Number,
        RequestKind.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        RequestKind.Object => value.ValueKind == JsonValueKind.Object,
        RequestKind.Array => value.ValueKind == JsonValueKind.Array,
        RequestKind.TextOrTexts =>
            value.ValueKind == JsonValueKind.String
                || (value.ValueKind == JsonValueKind.Array
                    && value.EnumerateArray().All(static text => text.ValueKind == JsonValueKind.String)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    private static string Describe(RequestKind kind) => kind switch
    {
        RequestKind.Text => "a string",
        RequestKind.Flag => "a boolean",
        RequestKind.Number => "a number",
        RequestKind.Integer => "an integer",
        RequestKind.Object => "an object",
        RequestKind.Array => "an array",
        RequestKind.TextOrTexts => "a string or an array of strings",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Number => "a number",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => "null",
    };

    private void Report(string code, string message, string param) => Problem ??= ApiError.InvalidRequest(code, message, param);
}

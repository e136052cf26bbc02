using System.Text.Json;
using Relay.Contract;

namespace Relay.Requests.Checking;

/// <summary>
/// Reads members of a request leniently where nothing depends on it and strictly where the answer does. Keeps the first problem; reading goes on
/// after one with harmless values, so that no reader needs to look back.
/// </summary>
internal sealed class RequestCheck
{
    private readonly WarningLog _warnings = new();

    public ApiError? Problem { get; private set; }

    /// <summary>Sentences for the log, collected since the last look.</summary>
    public IReadOnlyList<string> Warnings => _warnings.Take();

    /// <summary>Looks for a member that is there and not <c>null</c>.</summary>
    public static bool Has(JsonElement owner, string name, out JsonElement value) =>
        owner.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether it is an object that says so of its type.</summary>
    public static bool IsOfType(JsonElement value, string type) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type"u8, out var said) && said.ValueKind == JsonValueKind.String && said.ValueEquals(type);

    public static string Path(string owner, string name) => owner.Length == 0 ? name : $"{owner}.{name}";

    /// <summary>The client's own word, as much of it as a message has room for.</summary>
    public static string Short(string value) => value.Length <= 64 ? value : string.Concat(value.AsSpan(0, 63), "…");

    /// <summary>The member as it stands, if it is of the kind given; <see langword="null"/> when it is absent.</summary>
    public JsonElement? Optional(JsonElement owner, string name, string path, RequestKind kind)
    {
        if (!Has(owner, name, out var value))
        {
            return null;
        }

        if (Is(value, kind))
        {
            return value;
        }

        WrongType(Path(path, name), kind, value);
        return null;
    }

    public string? Text(JsonElement owner, string name, string path) => Optional(owner, name, path, RequestKind.Text)?.GetString();

    public bool? Flag(JsonElement owner, string name, string path) => Optional(owner, name, path, RequestKind.Flag)?.GetBoolean();

    /// <summary>A string that must be there.</summary>
    public string RequiredText(JsonElement owner, string name, string path)
    {
        if (!Has(owner, name, out _))
        {
            Missing(Path(path, name));
        }

        return Text(owner, name, path) ?? "";
    }

    /// <summary>Notes for the log what is left out. The words are the client's only where they are known ones.</summary>
    public void Warn(string sentence) => _warnings.Add(sentence);

    public void Missing(string param) => Refuse("missing_required_parameter", $"Missing required parameter: '{param}'.", param);

    public void WrongType(string param, RequestKind expected, JsonElement value) =>
        Refuse("invalid_type", $"Invalid type for '{param}': expected {Words(expected)}, but got {Words(value.ValueKind)}.", param);

    public void WrongValue(string param, string value, string expected) =>
        Refuse("invalid_value", $"Invalid value for '{param}': '{Short(value)}'. Expected {expected}.", param);

    /// <summary>Refuses what would change the answer and cannot be carried to a chat vendor.</summary>
    public void Unsupported(string param, string what) =>
        Refuse("unsupported_parameter", $"Unsupported parameter: '{param}'. {what}", param);

    /// <summary>Refuses what was sealed by the relay and is not as it was.</summary>
    public void BrokenSeal(string param) =>
        Refuse("invalid_encrypted_content", $"The encrypted content of '{param}' could not be verified. Send it back as it came, or leave the item out.", param);

    /// <summary>Refuses a call or an output that stands alone.</summary>
    public void Orphan(string param, string what) => Refuse("invalid_value", what, param);

    private static bool Is(JsonElement value, RequestKind kind) => kind switch
    {
        RequestKind.Text => value.ValueKind == JsonValueKind.String,
        RequestKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        RequestKind.Number => value.ValueKind == JsonValueKind.Number,
        RequestKind.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        RequestKind.Object => value.ValueKind == JsonValueKind.Object,
        RequestKind.Array => value.ValueKind == JsonValueKind.Array,
        RequestKind.TextOrTexts => value.ValueKind == JsonValueKind.String || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static text => text.ValueKind == JsonValueKind.String)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    private static string Words(RequestKind kind) => kind switch
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

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Number => "a number",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => "null",
    };

    private void Refuse(string code, string message, string param) => Problem ??= ApiError.InvalidRequest(code, message, param);
}

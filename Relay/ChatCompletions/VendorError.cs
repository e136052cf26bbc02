using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Relay.Contract;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Reads a vendor's error in any of its shapes (Q118–Q121) into a failure that may be shown. Nothing is passed on unchanged: messages are
/// redacted, names are kept only if they look like names, HTML pages and other text are summarised.
/// </summary>
internal static partial class VendorError
{
    private const string Unsaid = "The upstream reported an error.";

    /// <summary>Reads the body of an HTTP error.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="body">Its body, or the start of it.</param>
    /// <param name="secrets">Texts that must be redacted.</param>
    public static ApiError FromStatus(int status, ReadOnlySpan<byte> body, SecretWords secrets)
    {
        using var document = Parse(body);
        return Read(GetError(document?.RootElement ?? default), status, Summarise(status, body), secrets);
    }

    /// <summary>Reads a payload that contains or is an error: of an <c>event: error</c> (Q119), or of the stream itself.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="secrets">Texts that must be redacted.</param>
    public static ApiError FromPayload(ReadOnlySpan<byte> payload, SecretWords secrets)
    {
        using var document = Parse(payload);
        return Read(GetError(document?.RootElement ?? default), status: null, Unsaid, secrets);
    }

    private static ApiError Read(JsonElement error, int? status, string unsaid, SecretWords secrets)
    {
        if (error.ValueKind is JsonValueKind.String)
        {
            var plain = FailureNames.Complete(status, code: null, type: null);
            return new ApiError(plain.Code, Sentence(GetText(error)) ?? unsaid, plain.Type, plain.Status);
        }

        // Google sends the name as <c>status</c> and the status as <c>code</c>, as gateways do.
        var names = FailureNames.Complete(
            status ?? GetStatus(error, "code") ?? GetStatus(error, "status"),
            Name(GetMember(error, "code")) ?? Name(GetMember(error, "status")),
            Name(GetMember(error, "type")));
        var message = Sentence(GetMember(error, "message")) ?? Sentence(GetMember(error, "detail")) ?? Sentence(GetMember(error, "msg"))
            ?? unsaid;
        return new ApiError(names.Code, message, names.Type, names.Status, Sentence(GetMember(error, "param")));

        string? Sentence(string? text) => text is not null && VendorText.Clean(text, secrets) is { Length: > 0 } clean ? clean : null;

        string? Name(string? word) => word is not null && Word().IsMatch(word) && Sentence(word) == word ? word : null;
    }

    private static JsonElement GetError(JsonElement root)
    {
        // Google wraps its errors in an array.
        if (root.ValueKind is JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];
        }

        return root.ValueKind is JsonValueKind.Object
            && root.TryGetProperty("error", out var error)
            && error.ValueKind is JsonValueKind.Object or JsonValueKind.String
            ? error
            : root;
    }

    private static int? GetStatus(JsonElement error, string name) =>
        int.TryParse(GetMember(error, name), out var status) && status is >= 400 and <= 599 ? status : null;

    private static string? GetMember(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? GetText(value) : null;

    private static string? GetText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string Summarise(int status, ReadOnlySpan<byte> body)
    {
        var trimmed = body.TrimStart(" \t\r\n"u8);
        var what = trimmed.IsEmpty ? "an empty body"
            : trimmed[0] == '<' ? "an HTML page"
            : trimmed[0] is (byte)'{' or (byte)'[' ? "an error"
            : "plain text";
        return $"The upstream answered {status} with {what}.";
    }

    private static JsonDocument? Parse(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return null;
        }

        var json = body.ToArray();
        LoneSurrogates.Mend(json);
        try
        {
            // Anything after the first value is ignored.
            var reader = new Utf8JsonReader(json, VendorJsonOptions.Reader);
            return JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.\-]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Relay.Contract;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Reads what a vendor says went wrong, in whichever of the shapes they use (Q118–Q121), into a failure that may be shown. Nothing passes raw: sentences are
/// cleaned, names are kept only when they look like names, pages and stray text are summarised.
/// </summary>
internal static partial class VendorError
{
    private const string Unsaid = "The upstream reported an error.";

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Reads the body of an HTTP error.</summary>
    /// <param name="status">The upstream's status.</param>
    /// <param name="body">Its body, or the beginning of it.</param>
    /// <param name="secrets">Words that must not show.</param>
    public static ApiError FromStatus(int status, ReadOnlySpan<byte> body, SecretWords secrets)
    {
        using var document = Parse(body);
        return Read(Inner(document?.RootElement ?? default), status, Summary(status, body), secrets);
    }

    /// <summary>Reads a payload with an error in it, or one that is an error: of an <c>event: error</c> (Q119), or of the stream itself.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="secrets">Words that must not show.</param>
    public static ApiError FromPayload(ReadOnlySpan<byte> payload, SecretWords secrets)
    {
        using var document = Parse(payload);
        return Read(Inner(document?.RootElement ?? default), status: null, Unsaid, secrets);
    }

    private static ApiError Read(JsonElement error, int? status, string unsaid, SecretWords secrets)
    {
        if (error.ValueKind is JsonValueKind.String)
        {
            var plain = FailureNames.Of(status, code: null, type: null);
            return new ApiError(plain.Code, Sentence(Text(error)) ?? unsaid, plain.Type, plain.Status);
        }

        // Google puts the name into `status`, and the status into `code`, as gateways do.
        var names = FailureNames.Of(
            status ?? Status(error, "code") ?? Status(error, "status"),
            Name(Member(error, "code")) ?? Name(Member(error, "status")),
            Name(Member(error, "type")));
        var message = Sentence(Member(error, "message")) ?? Sentence(Member(error, "detail")) ?? Sentence(Member(error, "msg")) ?? unsaid;
        return new ApiError(names.Code, message, names.Type, names.Status, Sentence(Member(error, "param")));

        string? Sentence(string? text) => text is not null && VendorText.Clean(text, secrets) is { Length: > 0 } clean ? clean : null;

        string? Name(string? word) => word is not null && Word().IsMatch(word) && Sentence(word) == word ? word : null;
    }

    private static JsonElement Inner(JsonElement root)
    {
        // Google wraps its errors in an array.
        if (root.ValueKind is JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];
        }

        return root.ValueKind is JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String
            ? error
            : root;
    }

    private static int? Status(JsonElement error, string name) => int.TryParse(Member(error, name), out var status) && status is >= 400 and <= 599 ? status : null;

    private static string? Member(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string Summary(int status, ReadOnlySpan<byte> body)
    {
        var trimmed = body.TrimStart(" \t\r\n"u8);
        var what = trimmed.IsEmpty ? "an empty body" : trimmed[0] == '<' ? "an HTML page" : trimmed[0] is (byte)'{' or (byte)'[' ? "an error" : "plain text";
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
            // What stands behind the first value is nobody's business.
            var reader = new Utf8JsonReader(json, Options);
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

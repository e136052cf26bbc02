using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Relay.Contract;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Reads a vendor's error in any of its shapes (Q118–Q121) into a failure that may be shown. Nothing is passed on unchanged: messages
/// are redacted, names are kept only if they look like names, of an HTML page only the title remains, and of XML the code and the message.
/// </summary>
internal static partial class VendorError
{
    private const string Unsaid = "The upstream reported an error.";

    private static readonly string[] Codes = ["code", "error_code", "err_code", "errcode", "errno", "status", "status_code"];
    private static readonly string[] Types = ["type", "error_type", "__type"];

    private static readonly string[] Statuses =
        ["code", "status", "status_code", "statusCode", "http_code", "http_status", "error_code", "errno"];

    private static readonly string[] Waits = ["retryDelay", "retry_after", "retryAfter"];

    /// <summary>Reads the body of an HTTP error.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="body">Its body, or the start of it.</param>
    /// <param name="secrets">Texts that must be redacted.</param>
    public static ApiError FromStatus(int status, ReadOnlySpan<byte> body, SecretWords secrets)
    {
        using var document = Parse(body);
        return document is null
            ? FromText(status, body, secrets)
            : Read(document.RootElement, status, $"The upstream answered {status} with an error.", secrets);
    }

    /// <summary>Reads a payload that contains or is an error: of an <c>event: error</c> (Q119), or of the stream itself.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="secrets">Texts that must be redacted.</param>
    public static ApiError FromPayload(ReadOnlySpan<byte> payload, SecretWords secrets)
    {
        using var document = Parse(payload);
        return document is null
            ? FromWords(payload, secrets, isDeclared: true) ?? new ApiError("upstream_error", Unsaid)
            : Read(document.RootElement, status: null, Unsaid, secrets);
    }

    /// <summary>Reads a payload in the place of a chunk that is not an object: a sentence, a page, a list or a string.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="secrets">Texts that must be redacted.</param>
    /// <returns>The failure; <see langword="null"/> if the payload has no words, as a damaged chunk.</returns>
    public static ApiError? FromUnreadable(ReadOnlySpan<byte> payload, SecretWords secrets)
    {
        if (ParseWhole(payload) is not { } document)
        {
            return LooksLikeJson(payload) ? null : FromWords(payload, secrets, isDeclared: false);
        }

        using (document)
        {
            if (document.RootElement.ValueKind is JsonValueKind.String)
            {
                return FromWords(Encoding.UTF8.GetBytes(document.RootElement.GetString()!), secrets, isDeclared: false);
            }

            return VendorWords.Find(document.RootElement) is null ? null : Read(document.RootElement, status: null, Unsaid, secrets);
        }
    }

    private static ApiError Read(JsonElement root, int? status, string unsaid, SecretWords secrets)
    {
        var error = GetError(root);
        var outer = root.ValueKind is JsonValueKind.Object ? root : error;
        var message = Sentence(VendorWords.Find(error)) ?? Sentence(VendorWords.Find(root)) ?? unsaid;

        // Google sends the name as <c>status</c> and the status as <c>code</c>, as gateways do.
        var names = FailureNames.Complete(
            status ?? GetStatus(error) ?? GetStatus(outer), GetName(Codes), GetName(Types), message == unsaid ? "" : message);
        return new ApiError(names.Code, message, names.Type, names.Status, Sentence(GetMember(error, "param")))
        {
            RetryAfter = FindWait(error) ?? FindWait(outer),
        };

        string? Sentence(string? text) => text is not null && VendorText.Clean(text, secrets) is { Length: > 0 } clean ? clean : null;

        string? GetName(string[] members) =>
            members.Select(member => Name(GetMember(error, member)) ?? Name(GetMember(outer, member)))
                .FirstOrDefault(static name => name is not null);

        string? Name(string? word) =>
            word is not (null or "error" or "failed" or "failure") && IsWord(word) && Sentence(word) == word ? word : null;
    }

    private static ApiError FromText(int status, ReadOnlySpan<byte> body, SecretWords secrets)
    {
        var text = Encoding.UTF8.GetString(body).Trim().Trim('\uFEFF');
        if (XmlFailure.Read(text) is { } xml)
        {
            return FromXml(status, xml, $"The upstream answered {status} with an XML document", secrets);
        }

        var isPage = text.StartsWith('<');
        var what = text.Length == 0 ? "an empty body"
            : isPage ? "an HTML page"
            : text[0] is '{' or '[' ? "an error"
            : "plain text";
        var words = isPage ? HtmlTitle.Find(text) : text.Length == 0 || text[0] is '{' or '[' ? null : text;
        var clean = words is null ? "" : VendorText.Clean(words, secrets);
        var names = FailureNames.Complete(status, code: null, type: null, clean);
        var message = $"The upstream answered {status} with {what}{(clean.Length > 0 ? $": {clean}" : ".")}";
        return new ApiError(names.Code, message, names.Type, names.Status);
    }

    private static ApiError FromXml(int? status, XmlFailure xml, string what, SecretWords secrets)
    {
        var words = VendorText.Clean(xml.Words, secrets);
        var said = status ?? (int.TryParse(xml.Code, CultureInfo.InvariantCulture, out var number) && number is >= 400 and <= 599
            ? number
            : null);
        var code = xml.Code is not null && IsWord(xml.Code) && VendorText.Clean(xml.Code, secrets) == xml.Code ? xml.Code : null;
        var names = FailureNames.Complete(said, code, type: null, words);
        return new ApiError(names.Code, words.Length > 0 ? $"{what}: {words}" : $"{what}.", names.Type, names.Status);
    }

    /// <summary>Reads a sentence, a page or a document in the place of JSON.</summary>
    private static ApiError? FromWords(ReadOnlySpan<byte> payload, SecretWords secrets, bool isDeclared)
    {
        var text = Encoding.UTF8.GetString(payload).Trim();
        if (XmlFailure.Read(text) is { } xml)
        {
            var failure = FromXml(status: null, xml, "The upstream answered with an XML document", secrets);
            return failure.Code is "upstream_error" ? failure with { Code = "upstream_bad_response" } : failure;
        }

        var isPage = HtmlTitle.IsPage(text);
        var words = VendorText.Clean(isPage ? HtmlTitle.Find(text) ?? "" : text, secrets);
        if (words.Length == 0 && !isPage)
        {
            return null;
        }

        var status = StatusOf(words);
        var names = FailureNames.Complete(status, code: null, type: null, words);
        var message = isPage ? $"The upstream answered with an HTML page{(words.Length > 0 ? $": {words}" : ".")}"
            : isDeclared ? words
            : $"The upstream sent words instead of an answer: {words}";
        var code = names.Code is "upstream_error" && !isDeclared ? "upstream_bad_response" : names.Code;
        return new ApiError(code, message, names.Type, names.Status);
    }

    private static JsonElement GetError(JsonElement root)
    {
        // Google wraps its errors in an array.
        if (root.ValueKind is JsonValueKind.Array)
        {
            root = root.EnumerateArray().FirstOrDefault(static element => VendorWords.Find(element) is not null);
        }

        if (root.ValueKind is not JsonValueKind.Object)
        {
            return root;
        }

        foreach (var name in (ReadOnlySpan<string>)["error", "errors", "base_resp", "fault"])
        {
            if (root.TryGetProperty(name, out var error)
                && error.ValueKind is JsonValueKind.Object or JsonValueKind.String or JsonValueKind.Array
                && VendorWords.Find(error) is not null)
            {
                return error.ValueKind is JsonValueKind.Array ? GetFirst(error) : error;
            }
        }

        return root;
    }

    private static JsonElement GetFirst(JsonElement errors) => errors.GetArrayLength() == 1 ? errors[0] : errors;

    private static int? GetStatus(JsonElement error) => Statuses
        .Select(name => int.TryParse(GetMember(error, name), out var status) && status is >= 400 and <= 599 ? status : (int?)null)
        .FirstOrDefault(static status => status is not null);

    /// <summary>Returns the wait that the vendor names in a member: a number of seconds, or Google's duration.</summary>
    private static TimeSpan? FindWait(JsonElement error)
    {
        if (error.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in Waits)
        {
            if (double.TryParse(GetMember(error, name)?.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 86_400)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return error.TryGetProperty("details", out var details) && details.ValueKind is JsonValueKind.Array
            ? details.EnumerateArray().Select(FindWait).FirstOrDefault(static wait => wait is not null)
            : null;
    }

    private static string? GetMember(JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? VendorWords.GetText(value) : null;

    private static bool LooksLikeJson(ReadOnlySpan<byte> payload) =>
        payload.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[' or (byte)'"' or (byte)'}' or (byte)']' or (byte)',', ..]
        || payload.IndexOf("\":"u8) >= 0
        || !Utf8.IsValid(payload);

    private static JsonDocument? ParseWhole(ReadOnlySpan<byte> payload)
    {
        if (!Utf8.IsValid(payload))
        {
            return null;
        }

        try
        {
            return JsonText.Parse(payload);
        }
        catch (JsonException)
        {
            return null;
        }
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
            var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a text is a name: up to 64 letters, digits and <c>_.-</c> that begin with a letter.</summary>
    private static bool IsWord(string text) =>
        text.Length is > 0 and <= 64
            && char.IsAsciiLetter(text[0])
            && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');

    /// <summary>The status with which a server's own page or sentence begins; a number of tokens or items is none.</summary>
    private static int? StatusOf(string words) =>
        words is [('4' or '5') and var first, (>= '0' and <= '9') and var second, (>= '0' and <= '9') and var third, .. var rest]
            && (rest.Length == 0 || !(char.IsLetterOrDigit(rest[0]) || rest[0] == '_'))
            && !rest.StartsWith(" tokens", StringComparison.Ordinal)
            && !rest.StartsWith(" items", StringComparison.Ordinal)
                ? ((first - '0') * 100) + ((second - '0') * 10) + third - '0'
                : null;
}

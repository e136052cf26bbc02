using System.Text.Json;
using Relay.Translating;

namespace Relay.Streaming;

/// <summary>Reads what a vendor says went wrong, in whichever of the shapes they use.</summary>
internal static class VendorError
{
    /// <summary>Reads an error body. Never passes anything through raw: words are cleaned, pages and stray text are summarised.</summary>
    /// <param name="status">The upstream's status.</param>
    /// <param name="body">Its body, or the beginning of it.</param>
    /// <param name="secrets">Words that must not show.</param>
    public static UpstreamFailure FromStatus(int status, ReadOnlySpan<byte> body, params ReadOnlySpan<string?> secrets)
    {
        var (code, type) = Defaults(status);
        var plain = new UpstreamFailure(code, Summary(status, body), type, ClientStatus(status));
        return Merge(plain, body, secrets);
    }

    /// <summary>Reads the payload of an <c>event: error</c> that is no error object of the usual shape (Q119).</summary>
    public static UpstreamFailure FromEvent(ReadOnlySpan<byte> payload, params ReadOnlySpan<string?> secrets) =>
        FailureStatus.Named(Merge(new UpstreamFailure("upstream_error", "The upstream reported an error."), payload, secrets));

    /// <summary>Whether a payload has an error where the translator looks for it.</summary>
    public static bool HasErrorMember(ReadOnlySpan<byte> payload) => Parse(payload, root => root.TryGetProperty("error", out _));

    // Statuses a client understands as the upstream meant them are kept; others would blame the client for the relay's set-up.
    private static int ClientStatus(int status) => status is 400 or 401 or 402 or 403 or 404 or 408 or 409 or 413 or 415 or 422 or 429 or (>= 500 and <= 599) ? status : 502;

    private static (string Code, string Type) Defaults(int status) => status switch
    {
        400 or 415 or 422 => ("upstream_rejected", "invalid_request_error"),
        401 => ("invalid_api_key", "authentication_error"),
        402 => ("insufficient_quota", "insufficient_quota"),
        403 => ("permission_denied", "permission_error"),
        404 => ("not_found", "invalid_request_error"),
        413 => ("request_too_large", "invalid_request_error"),
        429 => ("rate_limit_exceeded", "rate_limit_error"),
        503 => ("upstream_overloaded", "server_error"),
        _ => ("upstream_error", "server_error"),
    };

    private static string Summary(int status, ReadOnlySpan<byte> body)
    {
        var trimmed = body.TrimStart(" \t\r\n"u8);
        var what = trimmed.IsEmpty ? "an empty body" : trimmed[0] == '<' ? "an HTML page" : trimmed[0] is (byte)'{' or (byte)'[' ? "an error" : "a text";
        return $"The upstream answered {status} with {what}.";
    }

    private static UpstreamFailure Merge(UpstreamFailure plain, ReadOnlySpan<byte> body, ReadOnlySpan<string?> secrets)
    {
        var found = plain;
        Parse(body, root =>
        {
            found = Merge(plain, Inner(root));
            return true;
        });
        return VendorText.Clean(found, secrets);
    }

    private static UpstreamFailure Merge(UpstreamFailure plain, JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return plain with { Message = NotEmpty(Text(error)) ?? plain.Message };
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return plain;
        }

        return plain with
        {
            Message = Member(error, "message") ?? Member(error, "detail") ?? Member(error, "msg") ?? plain.Message,
            Type = Member(error, "type") ?? plain.Type,
            Code = NameOf(error) ?? plain.Code,
            Param = Member(error, "param"),
        };
    }

    // Gateways repeat the status as a number in `code`; that names nothing. Google puts the name into `status`.
    private static string? NameOf(JsonElement error)
    {
        var code = Member(error, "code");
        return code is null || int.TryParse(code, out _) ? Member(error, "status") is { } status && !int.TryParse(status, out _) ? status : null : code;
    }

    private static JsonElement Inner(JsonElement root)
    {
        // Google wraps its errors in an array.
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];
        }

        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String
            ? error
            : root;
    }

    private static string? Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? NotEmpty(Text(value)) : null;

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or bytes that are no UTF-8: not worth showing.
            return "";
        }
    }

    private static string? NotEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool Parse(ReadOnlySpan<byte> json, Func<JsonElement, bool> look)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String && look(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

using System.Text.Json;
using Relay.ChatCompletions;
using Relay.Options;
using Relay.Secrets;

namespace Relay.Upstreams;

/// <summary>Lists the values of an upstream's settings that no answer and no log may show.</summary>
internal static class UpstreamSecrets
{
    private const int ShortestValue = 3;

    // A version is no secret, and vendors name it in their errors.
    private static readonly string[] PublicParameters = ["api-version", "version"];

    private static readonly char[] Separators = [' ', ',', ';', '=', ':', '"', '@', '/', '?', '&'];

    /// <summary>Returns the secrets of an upstream.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="baseUrl">The base URL, with credentials and parameters if it has any.</param>
    public static SecretWords Create(UpstreamOptions options, Uri baseUrl) => new(
        [.. Parts(options.ApiKey ?? ""), .. options.Headers.SelectMany(OfHeader), .. OfParameters(options.ExtraParams), .. OfUrl(baseUrl)],
        [baseUrl.Authority, baseUrl.Host, baseUrl.IdnHost]);

    // Vendors name their tokens as they like, so that every value counts.
    private static IEnumerable<string> OfHeader(KeyValuePair<string, string> header) =>
        Parts(header.Value).Where(part => part.Length >= ShortestValue || HeaderRules.IsCredential(header.Key));

    // A value with a scheme or with several members contains the secret as one of its parts.
    private static IEnumerable<string> Parts(string value) =>
    [
        value,
        value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..],
        .. value.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Where(static part =>
            part.Length >= SecretWords.UnmistakableKey && part.AsSpan().ContainsAnyInRange('0', '9')),
    ];

    private static IEnumerable<string> OfParameters(JsonElement? parameters) => parameters is { } members ? OfValue("", members) : [];

    private static IEnumerable<string> OfValue(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static member => OfValue(member.Name, member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(part => OfValue(name, part)),
        JsonValueKind.String when SecretShape.MayBeSecret(name, value.GetString()!) => Parts(value.GetString()!),
        JsonValueKind.Number when value.GetRawText() is { Length: >= SecretWords.UnmistakableKey } number => [number],
        _ => [],
    };

    private static IEnumerable<string> OfUrl(Uri url)
    {
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var value = parameter[(equals + 1)..];
            if (value.Length >= ShortestValue
                && (equals < 0 || !PublicParameters.Contains(parameter[..equals], StringComparer.OrdinalIgnoreCase)))
            {
                yield return value;
                yield return Uri.UnescapeDataString(value);
            }
        }

        foreach (var part in url.UserInfo.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Uri.UnescapeDataString(part);
        }

        foreach (var segment in url.Segments.Select(static segment => segment.Trim('/')).Where(SecretShape.IsKey))
        {
            yield return segment;
        }
    }
}

using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Conformance.Capturing;

/// <summary>Copies headers from one side to the other. Only those that belong to one connection stay behind.</summary>
internal static class ForwardedHeaders
{
    private static readonly HashSet<string> OfOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
        "upgrade", "host", "expect",
    };

    /// <summary>Copies the client's headers to a request to the vendor.</summary>
    public static void ToVendor(IHeaderDictionary from, HttpRequestMessage message)
    {
        foreach (var (name, values) in from.Where(static header => !OfOneConnection.Contains(header.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) && message.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    /// <summary>Copies the vendor's headers to the answer for the client.</summary>
    public static void ToClient(HttpResponseMessage from, HttpResponse response)
    {
        foreach (var (name, value) in Flatten(from.Headers.NonValidated)
            .Concat(Flatten(from.Content.Headers.NonValidated))
            .Where(static header => !OfOneConnection.Contains(header.Key)))
        {
            response.Headers.Append(name, value);
        }
    }

    /// <summary>Returns all headers of an answer in order, names in lower case.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadReceived(HttpResponseMessage from) =>
        [.. Flatten(from.Headers.NonValidated)
            .Concat(Flatten(from.Content.Headers.NonValidated))
            .Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value))];

    /// <summary>Returns all headers of a request in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadReceived(HttpRequest from) =>
        [.. from.Headers.SelectMany(static header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")))];

    private static IEnumerable<KeyValuePair<string, string>> Flatten(HttpHeadersNonValidated headers) =>
        headers.SelectMany(static header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));
}

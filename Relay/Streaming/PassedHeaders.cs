using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Relay.Streaming;

/// <summary>The upstream's headers that mean something to the client: when to come again, what is left, whom to ask about.</summary>
internal static class PassedHeaders
{
    private const int LongestValue = 256;

    public static void Copy(HttpResponseHeaders upstream, IHeaderDictionary downstream)
    {
        foreach (var (name, values) in upstream.NonValidated)
        {
            if (IsPassed(name) && IsPlain(values.ToString()))
            {
                downstream[name] = values.ToString();
            }
        }
    }

    private static bool IsPassed(string name) =>
        name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)
        || name.Equals("retry-after-ms", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-request-id", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(string value) => value.Length <= LongestValue && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}

using System.Net.Http.Headers;
using Relay.ChatCompletions;

namespace Relay.Upstreams;

/// <summary>
/// The headers that pass through. Down: when to come again, what is left, whom to ask about, and the routing token of the turn. Up: that
/// token alone, as the client sends it; the relay keeps none of its own. Configuration adds to both lists; what belongs to one connection
/// or one account is on neither.
/// </summary>
internal sealed class HeaderRules(IReadOnlyList<string> up, IReadOnlyList<string> down)
{
    /// <summary>
    /// A vendor's routing token for one turn of a user's: captured by the client, sent back within the turn, dropped at the next.
    /// </summary>
    private const string TurnState = "x-codex-turn-state";

    private const int LongestValue = 256;
    private const int LongestListedValue = 4096;

    private static readonly string[] AlwaysDown = ["retry-after", "retry-after-ms", "x-request-id", "x-ratelimit-*"];

    private static readonly string[] OfConnections =
    [
        "connection", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect",
        "content-*", "date", "server", "alt-svc", "accept-encoding",
    ];

    private static readonly string[] OfAccounts =
    [
        "authorization", "proxy-authorization", "proxy-authenticate", "www-authenticate", "cookie", "set-cookie",
        "api-key", "x-api-key", "x-goog-api-key", "x-auth-token",
    ];

    private readonly string[] _up = [TurnState, .. up];
    private readonly string[] _down = [TurnState, .. down];

    /// <summary>Whether a header is about one connection, so that nobody but the ends of it may send it.</summary>
    public static bool IsOfConnection(string name) => IsOneOf(name, OfConnections);

    /// <summary>Whether a header says who somebody is.</summary>
    public static bool IsCredential(string name) => IsOneOf(name, OfAccounts);

    /// <summary>Whether a header passes neither way, whatever the configuration says.</summary>
    public static bool IsNeverPassed(string name) => IsOfConnection(name) || IsCredential(name);

    /// <summary>Returns the headers of a client's request that pass through to the upstream.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SelectForUpstream(IHeaderDictionary client)
    {
        List<KeyValuePair<string, string>>? selected = null;
        foreach (var (name, values) in client)
        {
            if (IsOneOf(name, _up) && !IsNeverPassed(name) && values.ToString() is { Length: > 0 } value
                && IsPlain(value, LongestListedValue))
            {
                (selected ??= []).Add(new(name, value));
            }
        }

        return selected ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
    }

    /// <summary>Hands the upstream's headers on to the client, all but those that show a secret.</summary>
    public void Copy(HttpResponseHeaders upstream, IHeaderDictionary downstream, SecretWords secrets)
    {
        foreach (var (name, values) in upstream.NonValidated)
        {
            if (IsNeverPassed(name) || LongestDown(name) is not { } longest)
            {
                continue;
            }

            var value = values.ToString();
            if (IsPlain(value, longest) && secrets.HideIn(value) == value)
            {
                downstream[name] = value;
            }
        }
    }

    private int? LongestDown(string name) => IsOneOf(name, _down) ? LongestListedValue : IsOneOf(name, AlwaysDown) ? LongestValue : null;

    private static bool IsOneOf(string name, string[] listed)
    {
        foreach (var pattern in listed)
        {
            if (pattern.EndsWith('*')
                ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
                : name.Equals(pattern, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlain(string value, int longest) => value.Length <= longest && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}

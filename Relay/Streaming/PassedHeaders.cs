using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Relay.ChatCompletions;

namespace Relay.Streaming;

/// <summary>
/// The headers that pass through. Down: when to come again, what is left, whom to ask about, and the routing token of the turn.
/// Up: that token alone, as the client sends it; the relay keeps none of its own.
/// </summary>
internal static class PassedHeaders
{
    /// <summary>A vendor's routing token for one turn of a user's: captured by the client, sent back within the turn, dropped at the next.</summary>
    private const string TurnState = "x-codex-turn-state";

    private const int LongestValue = 256;
    private const int LongestTurnState = 4096;

    /// <summary>Hands the client's headers on to the upstream.</summary>
    public static void Copy(IHeaderDictionary client, HttpRequestHeaders upstream)
    {
        if (client[TurnState].ToString() is { Length: > 0 } value && IsPlain(value, LongestTurnState))
        {
            upstream.TryAddWithoutValidation(TurnState, value);
        }
    }

    /// <summary>Hands the upstream's headers on to the client, all but those that show a secret.</summary>
    public static void Copy(HttpResponseHeaders upstream, IHeaderDictionary downstream, SecretWords secrets)
    {
        foreach (var (name, values) in upstream.NonValidated)
        {
            var value = values.ToString();
            if (IsPassed(name) && IsPlain(value, IsTurnState(name) ? LongestTurnState : LongestValue) && secrets.HideIn(value) == value)
            {
                downstream[name] = value;
            }
        }
    }

    private static bool IsTurnState(string name) => name.Equals(TurnState, StringComparison.OrdinalIgnoreCase);

    private static bool IsPassed(string name) =>
        IsTurnState(name)
        || name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)
        || name.Equals("retry-after-ms", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-request-id", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(string value, int longest) => value.Length <= longest && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}

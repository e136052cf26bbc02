using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Running.Cases;

/// <summary>Finds the error message that a relay itself sent: often the shortest way to the cause of a wrong answer.</summary>
internal static class RelayError
{
    private const int MostCharacters = 300;

    /// <summary>
    /// Returns the last turn's error as one line, such as <c>HTTP 502, upstream_error: The upstream closed the connection.</c>;
    /// <see langword="null"/> when no turn has one.
    /// </summary>
    public static string? Format(IReadOnlyList<RecordedTurn> turns) =>
        turns.Reverse()
            .Select(turn => (Turn: turn, Words: InStream(turn) ?? InBody(turn)))
            .FirstOrDefault(pair => pair.Words is not null && !IsOfTheMock(pair.Words, pair.Turn)) is { Words: { } words } found
            ? Masked(words, found.Turn)
            : null;

    /// <summary>
    /// Whether a relay passed on how the mock upstream refused a request that no case asks for: these words are not the relay's.
    /// </summary>
    private static bool IsOfTheMock(string words, RecordedTurn turn) =>
        turn.Upstream.Exchanges.Where(static exchange => exchange.Exchange is null)
            .Select(static exchange => Encoding.UTF8.GetString([.. exchange.Writes.SelectMany(static write => write.Bytes.ToArray())]))
            .Any(refusal => Holds(words, Parse(refusal).Member("error")));

    private static bool Holds(string words, JsonElement refusal) =>
        new[] { refusal.Member("code").Text(), refusal.Member("message").Text() }
            .Any(part => part is { Length: > 0 } && words.Contains(part, StringComparison.Ordinal));

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? InStream(RecordedTurn turn)
    {
        var events = turn.Wire?.Events ?? [];
        var failed = events.LastOrDefault(seen => seen.Type == "response.failed")?.Json?.Member("response").Member("error");

        return Words(failed ?? default) ?? (events.LastOrDefault(seen => seen.Type == "error" || seen.Name == "error")?.Json is { } error
            ? Words(error) ?? Words(error.Member("error"))
            : null);
    }

    private static string? InBody(RecordedTurn turn)
    {
        if (turn.Answer.Status is not >= 400)
        {
            return null;
        }

        var status = string.Create(CultureInfo.InvariantCulture, $"HTTP {turn.Answer.Status}");
        var text = Encoding.UTF8.GetString(turn.Answer.Body.Span[..Math.Min(turn.Answer.Body.Length, 64 * 1024)]).Trim();

        return Parsed(text) is { } words ? $"{status}, {words}" : text.Length > 0 ? $"{status}, {text}" : status;
    }

    private static string? Parsed(string text)
    {
        var json = Parse(text);

        return Words(json.Member("error")) ?? Words(json) ?? Words(json.Member("detail"));
    }

    /// <summary>Code, or type, and message of an error object; a bare string is a message.</summary>
    private static string? Words(JsonElement error)
    {
        var name = error.Member("code").Text() ?? error.Member("type").Text();
        var message = error.Text() ?? error.Member("message").Text();

        return (name, message) switch
        {
            (_, null or "") => error.Member("code").Text(),
            (null or "" or "error", _) => message,
            _ => $"{name}: {message}",
        };
    }

    private static string Masked(string words, RecordedTurn turn)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = turn.Secrets.Where(secret => secret.Length > 0)
            .Aggregate(line, static (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
        line = Secrets.Mask(line);

        return line.Length <= MostCharacters
            ? line
            : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters), "…");
    }
}

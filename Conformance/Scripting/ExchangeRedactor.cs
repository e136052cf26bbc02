using System.Text;
using Conformance.Capturing;
using Conformance.Classifying.Streams;
using Conformance.Results;

namespace Conformance.Scripting;

/// <summary>
/// Removes credentials, and text if requested, from an exchange. Every removed byte is replaced by one byte, so that offsets, reads and
/// chunks do not change.
/// </summary>
/// <remarks>
/// Credentials are the values of the request's own credential headers, and anything that looks like a key. They are searched in the bytes,
/// and in the text of the strings of successive chunks together, so that a key that was cut over two chunks is found too.
/// </remarks>
internal static class ExchangeRedactor
{
    private const int ShortestWord = 8;

    /// <summary>Returns the exchange without credentials.</summary>
    /// <param name="exchange">The exchange, its body decoded.</param>
    /// <param name="redactsText">Whether the text of users and of the model is replaced by filler, too.</param>
    public static CapturedExchange Redact(CapturedExchange exchange, bool redactsText)
    {
        var words = FindCredentials(exchange.RequestHeaders);
        return exchange with
        {
            RequestHeaders = [],
            RequestBody = Redact(exchange.RequestBody, words, redactsText, isEventStream: false),
            Body = Redact(exchange.Body, words, redactsText, ExchangeText.IsEventStream(exchange)),
            Headers = [.. exchange.Headers.Where(static header => !SecretMask.IsCredential(header.Key))
                .Select(header => KeyValuePair.Create(header.Key, SecretMask.MaskText(MaskText(header.Value, words))))],
        };
    }

    /// <summary>Returns the credentials that headers carry.</summary>
    public static IReadOnlyList<string> FindCredentials(IEnumerable<KeyValuePair<string, string>> headers) =>
    [
        .. headers.Where(static header => SecretMask.IsCredential(header.Key))
            .SelectMany(static header => header.Value[SecretMask.AfterScheme(header.Value)..].Split(' ', ';', ',').Append(header.Value))
            .Select(static word => word.Trim())
                .Where(static word => word.Length >= ShortestWord)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(static word => word.Length),
    ];

    private static byte[] Redact(ReadOnlyMemory<byte> body, IReadOnlyList<string> words, bool redactsText, bool isEventStream)
    {
        var original = body.ToArray();
        var redacted = body.ToArray();
        var walk = WalkBody(original, isEventStream);
        foreach (var run in walk.Runs)
        {
            var text = run.Text;
            var masked = MaskText(SecretMask.MaskSameLength(text), words);
            for (var at = 0; at < text.Length; at++)
            {
                if (masked[at] != text[at])
                {
                    FillPlace(redacted, run.PlaceOf(at), '*');
                }
            }
        }

        // Keys outside strings, or in a body that is not JSON. The received bytes are searched, because half a masked key does not look
        // like a key.
        var asTheyStand = SecretMask.MaskSameLength(body).ToArray();
        foreach (var word in words)
        {
            Blank(original, asTheyStand, Encoding.UTF8.GetBytes(word));
        }

        for (var at = 0; at < redacted.Length; at++)
        {
            if (asTheyStand[at] != original[at] && redacted[at] == original[at])
            {
                redacted[at] = (byte)'*';
            }
        }

        if (redactsText)
        {
            TextFiller.Fill(redacted, walk);
        }

        return redacted;
    }

    private static JsonTextWalk WalkBody(byte[] body, bool isEventStream)
    {
        var walk = new JsonTextWalk();
        if (!isEventStream)
        {
            walk.Walk(body, 0, body.Length);
            return walk;
        }

        foreach (var line in FrameCutter.Cut(body).SelectMany(static frame => frame.Lines))
        {
            if (line is { Field: "data", HasColon: true })
            {
                var isSentinel = body.AsSpan(line.ValueStart..line.End).Trim("[]\" "u8).SequenceEqual("DONE"u8);
                if (!isSentinel)
                {
                    walk.Walk(body, line.ValueStart, line.End);
                }
            }
            else if (!line.HasColon || line.Field is not ("event" or "id" or "retry" or ""))
            {
                walk.Skip(line.Start, line.End);
            }
        }

        return walk;
    }

    private static string MaskText(string text, IReadOnlyList<string> words) =>
        words.Aggregate(text, static (masked, word) => masked.Replace(word, new string('*', word.Length), StringComparison.Ordinal));

    private static void Blank(byte[] body, byte[] masked, byte[] word)
    {
        for (var at = body.AsSpan().IndexOf(word); at >= 0;)
        {
            masked.AsSpan(at, word.Length).Fill((byte)'*');
            var next = body.AsSpan(at + word.Length).IndexOf(word);
            at = next < 0 ? -1 : at + word.Length + next;
        }
    }

    /// <summary>Replaces the spelling of one character, escaped or not, by as many bytes.</summary>
    internal static void FillPlace(byte[] body, (int Start, int Length) place, char filler)
    {
        var spelling = body.AsSpan(place.Start, place.Length);
        if (spelling is [(byte)'\\', (byte)'u', _, _, _, _])
        {
            Encoding.ASCII.GetBytes($"\\u{(int)filler:x4}", spelling);
        }
        else
        {
            spelling.Fill((byte)filler);
        }
    }
}

using System.Text;
using System.Text.Json;

namespace Relay.ChatCompletions;

/// <summary>Recognises payloads that only keep a connection alive, so that nothing is lost with them (Q145).</summary>
internal static class HeartbeatPayload
{
    private const int LongestText = 64;

    private static readonly string[] Words =
        ["ping", "pong", "keepalive", "keep-alive", "keep_alive", "keep alive", "heartbeat", "heart-beat", "heart_beat", "hb"];

    // The members that name what an object is.
    private static readonly string[] Kinds = ["type", "event", "object", "kind", "status"];

    /// <summary>Returns whether a payload that is not an object is a heartbeat: a known word, perhaps with a time, or nothing.</summary>
    public static bool IsWord(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LongestText)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(payload).Trim().Trim(':', '[', ']', '"', '\'', '(', ')', '.', '\0', ' ').Trim();
        if (text.Length == 0)
        {
            return true;
        }

        var word = Array.Find(Words, known => text.StartsWith(known, StringComparison.OrdinalIgnoreCase));
        return word is not null && !text.AsSpan(word.Length).ContainsAny(Letters);
    }

    /// <summary>Returns whether an object is a heartbeat by its type or event.</summary>
    public static bool IsObject(JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            var names = Kinds.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind is JsonValueKind.String
                ? member.Value.GetString()
                : member.Name;
            if (Words.Contains(names, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // A time may follow the word, with the letters of its zone.
    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrsuvwxyABCDEFGHIJKLMNOPQRSUVWXY{}");
}

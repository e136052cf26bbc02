using System.Security.Cryptography;
using System.Text;
using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>
/// Replaces ids of calls by ids of nine letters and digits, because some vendors reject all others. The same id of the client always
/// becomes the same id.
/// </summary>
internal static class ShortCallIds
{
    private const int Length = 9;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void Apply(IReadOnlyList<ChatMessage> messages)
    {
        var shortIds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in messages.SelectMany(static message => message.Calls.Select(static call => call.Id)).Where(IsShort))
        {
            shortIds[id] = id;
        }

        var taken = new HashSet<string>(shortIds.Keys, StringComparer.Ordinal);
        foreach (var message in messages)
        {
            for (var i = 0; i < message.Calls.Count; i++)
            {
                message.Calls[i] = message.Calls[i] with { Id = GetShortId(message.Calls[i].Id, shortIds, taken) };
            }

            message.CallId = message.CallId is { } id ? GetShortId(id, shortIds, taken) : null;
        }
    }

    private static string GetShortId(string id, Dictionary<string, string> shortIds, HashSet<string> taken)
    {
        if (shortIds.TryGetValue(id, out var known))
        {
            return known;
        }

        // A collision of two hashes is unlikely; the second id is then hashed again.
        var created = CreateId(id);
        for (var seed = id; !taken.Add(created);)
        {
            seed += "\0";
            created = CreateId(seed);
        }

        shortIds[id] = created;
        return created;
    }

    private static string CreateId(string id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Create(Length, hash, static (created, bytes) =>
        {
            for (var i = 0; i < created.Length; i++)
            {
                created[i] = Alphabet[bytes[i] % Alphabet.Length];
            }
        });
    }

    private static bool IsShort(string id) => id.Length == Length && id.All(char.IsAsciiLetterOrDigit);
}

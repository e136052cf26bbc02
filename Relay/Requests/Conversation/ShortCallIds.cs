using System.Security.Cryptography;
using System.Text;
using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>Gives calls ids of nine letters and digits, for vendors that refuse any other. The same id of the client is always told the same.</summary>
internal static class ShortCallIds
{
    private const int Length = 9;
    private const string Signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void Apply(IReadOnlyList<ChatMessage> messages)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in messages.SelectMany(static message => message.Calls.Select(static call => call.Id)).Where(IsShort))
        {
            told[id] = id;
        }

        var taken = new HashSet<string>(told.Keys, StringComparer.Ordinal);
        foreach (var message in messages)
        {
            for (var i = 0; i < message.Calls.Count; i++)
            {
                message.Calls[i] = message.Calls[i] with { Id = Told(message.Calls[i].Id, told, taken) };
            }

            message.CallId = message.CallId is { } id ? Told(id, told, taken) : null;
        }
    }

    private static string Told(string id, Dictionary<string, string> told, HashSet<string> taken)
    {
        if (told.TryGetValue(id, out var known))
        {
            return known;
        }

        // Two ids hardly ever come out the same; where they do, the second is made anew.
        var made = Make(id);
        for (var seed = id; !taken.Add(made);)
        {
            seed += "\0";
            made = Make(seed);
        }

        told[id] = made;
        return made;
    }

    private static string Make(string id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Create(Length, hash, static (made, bytes) =>
        {
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = Signs[bytes[i] % Signs.Length];
            }
        });
    }

    private static bool IsShort(string id) => id.Length == Length && id.All(char.IsAsciiLetterOrDigit);
}

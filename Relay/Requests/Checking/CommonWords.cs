using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relay.Requests.Checking;

/// <summary>
/// The values that nearly every message of a conversation repeats. They are not allocated again: a conversation may have hundreds of
/// thousands of messages, and what survives the first collections makes other clients wait.
/// </summary>
internal static class CommonWords
{
    private static readonly string[] Words = ["message", "user", "assistant", "input_text", "output_text"];

    /// <summary>Returns the word that a string consists of; <see langword="null"/> if it is none of them.</summary>
    public static string? Find(JsonElement text)
    {
        // The length rules out nearly all other texts without a search in them.
        if (JsonMarshal.GetRawUtf8Value(text).Length > "\"output_text\"".Length)
        {
            return null;
        }

        foreach (var word in Words)
        {
            if (text.ValueEquals(word))
            {
                return word;
            }
        }

        return null;
    }
}

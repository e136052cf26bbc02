using System.Buffers;
using System.Text.Json;

namespace Relay.Json;

/// <summary>Parses JSON that is so large that its memory matters.</summary>
internal static class LargeJson
{
    /// <summary>The size in bytes above which JSON counts as large.</summary>
    public const int Least = 1024 * 1024;

    /// <summary>Parses a value. Nothing of it stays in the shared pool.</summary>
    /// <exception cref="JsonException">The JSON is invalid.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> json, JsonDocumentOptions options)
    {
        try
        {
            return JsonElement.Parse(json, options);
        }
        finally
        {
            // The parser rents an array of the size of the JSON. The pool hands out what this thread returned last, and it is not returned.
            _ = ArrayPool<byte>.Shared.Rent(json.Length + 1);
        }
    }
}

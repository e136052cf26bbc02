using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace Relay.Json;

/// <summary>Parses JSON that is so large that its memory matters.</summary>
internal static class LargeJson
{
    /// <summary>The size in bytes above which JSON counts as large.</summary>
    public const int Least = 1024 * 1024;

    /// <summary>
    /// Parses a value. The parser rents arrays of up to several times the size of the JSON, and the shared pool would keep them for
    /// minutes. It keeps them for the thread that returns them, so they go with a thread that does nothing else.
    /// </summary>
    /// <param name="json">The JSON. It must not change before this returns.</param>
    /// <param name="options">The bounds of the parser.</param>
    /// <exception cref="JsonException">The JSON is invalid.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json, JsonDocumentOptions options)
    {
        JsonElement parsed = default;
        ExceptionDispatchInfo? failure = null;
        var parsing = new Thread(() =>
        {
            try
            {
                parsed = JsonElement.Parse(json.Span, options);
            }
            catch (Exception thrown) when (thrown is JsonException or OutOfMemoryException)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        }) { IsBackground = true, Name = "large JSON" };
        parsing.Start();
        parsing.Join();
        failure?.Throw();
        return parsed;
    }
}

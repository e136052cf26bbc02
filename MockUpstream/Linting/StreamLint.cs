using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>Whether a stream is asked for.</summary>
public static class StreamLint
{
    private const string Check = "chat-stream";

    /// <summary>Returns the fault of <c>stream</c>, or of <c>stream_options</c>.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        var (stream, options) = (chat.Json.Member("stream"), chat.Json.Member("stream_options"));
        if (stream.HasValue() && stream.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.StreamKind,
                "stream",
                "The stream of the chat request is neither true nor false.",
                "true or false",
                stream.ToShortText());
        }
        else if (options.HasValue() && stream.ValueKind != JsonValueKind.True)
        {
            yield return new ChatFault(
                Check,
                FaultKinds.OptionsWithoutStream,
                "stream_options",
                "The chat request has stream_options without a stream.",
                "nothing",
                options.ToShortText());
        }
        else if (options.HasValue() && !options.IsObject())
        {
            yield return new ChatFault(
                Check,
                FaultKinds.OptionsKind,
                "stream_options",
                "The stream_options of the chat request are not an object.",
                "{include_usage: true}",
                options.ToShortText());
        }
    }
}

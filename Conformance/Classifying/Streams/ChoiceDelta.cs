using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Classifying.Streams;

/// <summary>One choice of one chunk.</summary>
/// <param name="Event">The chunk.</param>
/// <param name="Choice">The choice.</param>
internal sealed record ChoiceDelta(StreamEvent Event, JsonElement Choice)
{
    private static readonly string[] Visible = [
        "content", "refusal", "reasoning_content", "reasoning", "reasoning_details", "function_call", "images", "audio",
    ];

    /// <summary>The choice's index; <see langword="null"/> when it has none.</summary>
    public long? Index => Choice.Member("index").Integer();

    /// <summary>The delta; JSON's absent value if the choice has none.</summary>
    public JsonElement Delta => Choice.Member("delta");

    /// <summary>The whole message that some vendors send beside or in place of deltas.</summary>
    public JsonElement Message => Choice.Member("message");

    /// <summary>The finish reason; <see langword="null"/> when it is absent, null or empty.</summary>
    public string? Reason => Choice.Member("finish_reason").Text() is { Length: > 0 } reason
        ? reason
        : Choice.Member("finishReason").Text() is { Length: > 0 } camel ? camel : null;

    /// <summary>The tool-call elements of the delta.</summary>
    public IReadOnlyList<JsonElement> CallElements => Delta.Member("tool_calls").Elements();

    /// <summary>Whether the delta brings anything but tool calls that a client sees.</summary>
    public bool Brings => Visible.Any(name => IsSomething(Delta.Member(name)) || IsSomething(Message.Member(name)))
        || Message.Member("tool_calls").Elements().Count > 0;

    /// <summary>Whether the delta brings text of the answer.</summary>
    public bool HasText => Delta.Member("content").Text() is { Length: > 0 }
        || Delta.Member("content").Elements().Any(static part => part.Member("text").Text() is { Length: > 0 });

    /// <summary>The reasoning of the delta in the two usual fields.</summary>
    public string? Reasoning => Delta.Member("reasoning_content").Text() ?? Delta.Member("reasoning").Text();

    /// <summary>The offset of the chunk.</summary>
    public int Offset => Event.Offset;

    /// <summary>Returns the choices of a chunk.</summary>
    public static IEnumerable<ChoiceDelta> Read(StreamEvent chunk) =>
        chunk.Json.Member("choices").Elements().Where(static choice => choice.IsObject()).Select(choice => new ChoiceDelta(chunk, choice));

    private static bool IsSomething(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text() is { Length: > 0 },
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => true,
        _ => false,
    };
}

using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds arguments that are absent, of another kind, broken or cut off.</summary>
internal sealed class ArgumentValues : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q33", "Q35", "Q41", "Q42", "Q43", "Q44"];

    /// <summary>Returns whether arguments are a whole object, as text or as an object.</summary>
    public static bool IsWhole(JsonElement arguments) =>
        arguments.IsObject() || (arguments.Text() is { } text && VendorJson.Parse(text).IsObject());

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var call in reading.Calls)
        {
            var last = call.Pieces[^1];
            if (call.Pieces.FirstOrDefault(static piece => piece.Arguments.IsObject()) is { } whole)
            {
                yield return new QuirkSighting("Q33", whole.Offset, "the arguments are an object, not text");
            }
            else if (call.Arguments.Trim().Length == 0)
            {
                yield return new QuirkSighting("Q35", call.Opener.Offset, $"the call of {call.Name ?? "a tool"} has no arguments");
            }
            else if (VendorJson.Parse(call.Arguments) is { ValueKind: JsonValueKind.String } text)
            {
                if (VendorJson.Parse(text.Text() ?? "").IsObject())
                {
                    yield return new QuirkSighting("Q44", call.Opener.Offset, "the arguments are JSON inside a JSON string");
                }
            }
            else if (!VendorJson.Parse(call.Arguments).IsPresent() && Cut(reading, call) is { } quirk)
            {
                yield return new QuirkSighting(quirk, last.Offset, $"the arguments end as {JsonPeek.Shorten(call.Arguments)}");
            }
        }
    }

    private static string? Cut(StreamReading reading, CalledTool call)
    {
        var reason = reading.Deltas.Where(delta => delta.Index == call.Opener.Delta.Index)
            .Select(static delta => delta.Reason)
            .OfType<string>()
            .FirstOrDefault();
        var isBeginning = VendorJson.IsCutOff(call.Arguments);
        return reason switch
        {
            "length" or "max_tokens" when isBeginning => "Q43",
            "tool_calls" or "function_call" => isBeginning ? "Q42" : "Q41",
            _ => null,
        };
    }
}

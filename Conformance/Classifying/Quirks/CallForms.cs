using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds calls with odd types, further keys, or in the form that tools had before.</summary>
internal sealed class CallForms : IQuirkDetector
{
    private static readonly string[] Known = ["index", "id", "type", "function"];
    private static readonly string[] KnownOfFunction = ["name", "arguments"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q24", "Q28", "Q29", "Q30"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var piece in reading.Calls.SelectMany(static call => call.Pieces))
        {
            var type = piece.Element.Member("type");
            var isOpener = piece.Name.Text() is { Length: > 0 };
            if ((isOpener && type.Text() is not "function") || (type.IsPresent() && type.Text() is not "function"))
            {
                yield return new QuirkSighting("Q24", piece.Offset, $"the type of a call is {type.Shown()}");
            }

            var extra = piece.Element.Members()
                .Select(static member => member.Name)
                .Except(Known)
                .Concat(piece.Element.Member("function").Members().Select(static member => member.Name).Except(KnownOfFunction))
                .FirstOrDefault();
            if (extra is not null)
            {
                yield return new QuirkSighting("Q30", piece.Offset, $"a call has the key {extra}");
            }
        }

        foreach (var delta in reading.Deltas)
        {
            if (delta.Delta.Member("function_call").IsObject() || delta.Message.Member("function_call").IsObject())
            {
                yield return new QuirkSighting("Q28", delta.Offset, "a delta has function_call");
            }

            if (delta.Reason is "function_call" && reading.Calls.Count > 0)
            {
                yield return new QuirkSighting("Q29", delta.Offset, "tool calls end with finish_reason function_call");
            }
        }
    }
}

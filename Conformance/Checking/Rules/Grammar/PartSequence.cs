using Conformance.Checking.Walking;
using Conformance.Reading;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>A place where the parts of an item are out of order.</summary>
/// <param name="Place">The event.</param>
/// <param name="Message">The fault.</param>
/// <param name="Expected">The expected event or value.</param>
/// <param name="Received">The received event or value.</param>
/// <param name="Member">The member it is about, if any.</param>
internal sealed record PartFault(EventView Place, string Message, string? Expected = null, string? Received = null, string? Member = null);

/// <summary>Follows the parts of one item in one list: opened in order, filled while open, closed after their text is done.</summary>
internal sealed class PartSequence(string indexMember)
{
    private readonly Dictionary<long, State> _parts = [];

    private enum Stage
    {
        Open,
        TextDone,
        Closed,
    }

    public PartFault? Advance(EventView happened)
    {
        if (happened.PartIndex is not { } index)
        {
            return new PartFault(
                happened,
                $"The event has no integer `{indexMember}`.",
                "an integer",
                happened.Json.Member(indexMember).Shown(),
                indexMember);
        }

        return happened.Shape!.Role switch
        {
            EventRole.PartAdded => Open(happened, index),
            EventRole.PartDone => Close(happened, index),
            _ => Fill(happened, index),
        };
    }

    /// <summary>The item is done: nothing may still be open.</summary>
    public IEnumerable<PartFault> Finish(EventView itemDone) =>
        _parts.Where(part => part.Value.Stage != Stage.Closed)
            .Select(part => new PartFault(
                itemDone, "The item is done before one of its parts is done.", $"the part at {indexMember} {part.Key} done"));

    private PartFault? Open(EventView added, long index)
    {
        var due = _parts.Count;
        if (!_parts.TryAdd(index, new State(added.Value.Member("type").Text())))
        {
            return new PartFault(added, "A part is added a second time.", $"{indexMember} {due}", $"{index}", indexMember);
        }

        return index == due
            ? null
            : new PartFault(added, $"The `{indexMember}` of a new part is not the next one.", $"{due}", $"{index}", indexMember);
    }

    private PartFault? Fill(EventView happened, long index)
    {
        if (!_parts.TryGetValue(index, out var part))
        {
            return new PartFault(
                happened,
                "The event refers to a part that was not added.",
                $"a part added at {indexMember} {index}",
                $"{index}",
                indexMember);
        }

        if (part.Stage == Stage.Closed)
        {
            return new PartFault(happened, "The event refers to a part that is already done.");
        }

        // A type that no part has is part-type's business.
        if (happened.Shape!.PartType is { } type && part.Type is "output_text" or "refusal" or "reasoning_text" or "summary_text"
            && type != part.Type)
        {
            return new PartFault(happened, "The event does not match the type of its part.", part.Type, type);
        }

        return FillOpen(happened, part);
    }

    private static PartFault? FillOpen(EventView happened, State part)
    {
        if (happened.Shape!.Role == EventRole.Annotation)
        {
            return null;
        }

        if (part.Stage == Stage.TextDone)
        {
            return new PartFault(happened, "The event is sent after the part's text is done.");
        }

        part.Stage = happened.Shape.Role == EventRole.TextDone ? Stage.TextDone : Stage.Open;
        return null;
    }

    private PartFault? Close(EventView done, long index)
    {
        if (!_parts.TryGetValue(index, out var part))
        {
            return new PartFault(done, "A part is done that was not added.", $"a part added at {indexMember} {index}");
        }

        var before = part.Stage;
        part.Stage = Stage.Closed;
        return before switch
        {
            Stage.Closed => new PartFault(done, "A part is done a second time."),
            Stage.Open => new PartFault(done, "A part is done before the event with its complete text.", "the text's own done event first"),
            _ => null,
        };
    }

    private sealed class State(string? type)
    {
        public string? Type { get; } = type;

        public Stage Stage { get; set; }
    }
}

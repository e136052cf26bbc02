using Conformance.Checking;

namespace Conformance.Expecting;

/// <summary>A recorded answer in the form in which goldens are kept: one event a line, identifiers and times replaced by numbered stand-ins.</summary>
public static class GoldenStream
{
    /// <summary>
    /// The lines of each turn. Stand-ins (<c>resp_1</c>, <c>msg_1</c>, <c>&lt;time&gt;</c>, <c>&lt;model&gt;</c>) are numbered by first appearance over the whole case.
    /// An answer that is no event stream is one line <c>{"http":{"status":…,"body":…}}</c>.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Normalise(IReadOnlyList<RecordedTurn> turns) => throw new NotSupportedException(turns?.ToString());
}

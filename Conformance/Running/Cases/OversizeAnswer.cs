using System.Globalization;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Running.Cases;

/// <summary>Reports an answer that exceeds a limit. Reading stopped there, so the answer is not judged further.</summary>
internal static class OversizeAnswer
{
    public const string Check = "answer-too-large";

    /// <summary>
    /// The finding of a turn or of its twin with <c>stream: false</c>; <see langword="null"/> when both were read as a whole.
    /// </summary>
    public static Finding? Find(RecordedTurn turn, RecordedStream? nonStream) =>
        turn.Answer.Excess is { } excess ? Finding(excess, turn.Index + 1, "The relay's answer")
        : nonStream?.Excess is { } ofBody ? Finding(ofBody, turn.Index + 1, "The relay's answer for `stream: false`")
        : null;

    private static Finding Finding(AnswerExcess excess, int turn, string subject) => new()
    {
        Check = Check,
        Severity = Severity.Error,
        Turn = turn,
        Message = subject + excess.Limit switch
        {
            AnswerLimit.Bytes => " is too large; the judge stopped reading and closed the connection.",
            AnswerLimit.Events => " has too many events; the judge stopped reading and closed the connection.",
            AnswerLimit.Line => " has a line or an event that is too long; the judge stopped reading and closed the connection.",
            AnswerLimit.Headers => " has headers that are too large; the judge stopped reading and closed the connection.",
            AnswerLimit.RunMemory =>
                " and the others being read exceed the total limit; the judge stopped reading and closed the connection.",
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        Expected = excess.Limit switch
        {
            AnswerLimit.Bytes => $"at most {Size(excess.Allowed)} (--max-answer-bytes)",
            AnswerLimit.Events => $"at most {Number(excess.Allowed)} events and comments (--max-answer-events)",
            AnswerLimit.Line => $"lines and events of at most {Size(excess.Allowed)} (--max-line-bytes)",
            AnswerLimit.Headers =>
                excess.Allowed >= 1024 ? $"at most {Size(excess.Allowed)} of headers" : $"at most {Number(excess.Allowed)} headers",
            _ => $"at most {Size(excess.Allowed)} in all answers being read (--max-memory)",
        },
        Received = excess.Limit == AnswerLimit.Headers
            ? "more"
            : $"{Number(excess.Bytes)} bytes and {Number(excess.Events)} complete events or comments so far",
    };

    private static string Size(long bytes) => bytes % (1 << 20) == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB")
        : bytes % 1024 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB") : $"{Number(bytes)} bytes";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>The data that the script needs to draw one case: the result, and the part of the evidence that is embedded.</summary>
/// <param name="Result">The result.</param>
/// <param name="Source">The scenario's text.</param>
/// <param name="Problem">The reason why the evidence cannot be read.</param>
/// <param name="Turns">The turns; empty without evidence.</param>
/// <param name="Left">The folder that has the evidence, when the page had no room for it.</param>
internal sealed record CasePage(CaseResult Result, Excerpt? Source, string? Problem, IReadOnlyList<TurnPage> Turns, string? Left = null)
{
    /// <summary>Whether the outcome is right, in one sentence; <see langword="null"/> when it was not judged.</summary>
    public string? Outcome => OutcomeWords.Describe(Result);
}

/// <summary>One turn of a case.</summary>
internal sealed record TurnPage
{
    public required string RequestLine { get; init; }

    public required Excerpt Request { get; init; }

    public required IReadOnlyList<ExchangePage> Exchanges { get; init; }

    public required int? Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required string End { get; init; }

    public required WirePage Wire { get; init; }

    public required IReadOnlyList<EventEvidence> Events { get; init; }

    public required int EventsTotal { get; init; }

    public required string EventsFile { get; init; }

    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    public required int TimelineTotal { get; init; }

    public required string TimelineFile { get; init; }

    public required GoldenPage Golden { get; init; }

    public required ExpectedPage Expected { get; init; }
}

/// <summary>One request that reached the mock, with its answer.</summary>
internal sealed record ExchangePage(
    string RequestLine,
    IReadOnlyList<KeyValuePair<string, string>> RequestHeaders,
    Excerpt RequestBody,
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    WirePage Wire);

/// <summary>Text, perhaps only its beginning.</summary>
/// <param name="Text">The text.</param>
/// <param name="Left">The number of characters that are left out.</param>
/// <param name="File">The file that has all of it, below the run's folder.</param>
internal sealed record Excerpt(string Text, int Left, string? File);

/// <summary>One side's bytes, perhaps only the first.</summary>
/// <param name="Total">The number of bytes there were.</param>
/// <param name="Shown">The number of embedded bytes.</param>
/// <param name="File">The file that has all of them.</param>
/// <param name="Pieces">The writes or reads.</param>
internal sealed record WirePage(long Total, long Shown, string? File, IReadOnlyList<WirePiece> Pieces);

/// <summary>One write or read.</summary>
/// <param name="AtUs">Its time; <see langword="null"/> when it is not known.</param>
/// <param name="Step">The step's number; <see langword="null"/> on the relay's side.</param>
/// <param name="Line">The step's line in the scenario.</param>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Text">Its bytes in the spelling of <see cref="WireText"/>.</param>
/// <param name="Boundary">The boundary behind it; <see langword="null"/> if it was not requested, and on the relay's side.</param>
internal sealed record WirePiece(long? AtUs, int? Step, int? Line, long Offset, string Text, string? Boundary = null);

/// <summary>The comparison with the golden stream.</summary>
/// <param name="State"><c>none</c>, <c>equal</c> or <c>different</c>.</param>
/// <param name="Lines">The number of lines the golden has.</param>
/// <param name="Rows">The rows side by side, when they differ.</param>
/// <param name="File">The file with the golden.</param>
internal sealed record GoldenPage(string State, int Lines, IReadOnlyList<DiffRow> Rows, string? File);

/// <summary>The expectation of a turn beside the received values.</summary>
/// <param name="Outcome">The expected outcome beside the received one, one fact a row; empty when none was derived.</param>
/// <param name="Events">
/// The scenario's list of events beside the received events; empty when it has none, or when a golden stream is compared.
/// </param>
/// <param name="Source">The scenario's expectation as written, if it has no other form.</param>
internal sealed record ExpectedPage(IReadOnlyList<DiffRow> Outcome, IReadOnlyList<ExpectedEvent> Events, SourceLines? Source);

/// <summary>An entry of the scenario's list of events beside the received event of the same type.</summary>
/// <param name="Kind">
/// <c>same</c> (of one type), <c>removed</c> (nothing received), <c>added</c> (nothing expected) or <c>gap</c> (received events in number
/// left out).
/// </param>
/// <param name="Line">The entry's line in the scenario.</param>
/// <param name="Text">The entry as written.</param>
/// <param name="Event">The received event's index; for a gap how many are left out.</param>
/// <param name="Type">Its type.</param>
/// <param name="Times">The number of received events that the entry represents.</param>
internal sealed record ExpectedEvent(string Kind, int? Line, string? Text, int? Event, string? Type, int Times = 1);

/// <summary>Lines of the scenario.</summary>
/// <param name="Line">The number of the first one.</param>
/// <param name="Lines">The lines, without the indentation that all share.</param>
internal sealed record SourceLines(int Line, IReadOnlyList<string> Lines);

/// <summary>One row of the comparison. A side without a number has nothing in this row.</summary>
/// <param name="Kind">
/// <c>same</c>, <c>changed</c>, <c>added</c>, <c>removed</c> or <c>gap</c> (rows left out; their number is in <paramref name="Left"/>).
/// </param>
internal sealed record DiffRow(string Kind, int? Left, IReadOnlyList<DiffPiece>? LeftText, int? Right, IReadOnlyList<DiffPiece>? RightText);

/// <summary>A part of a line.</summary>
internal sealed record DiffPiece(string Text, bool? Changed);

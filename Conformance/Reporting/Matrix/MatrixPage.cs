namespace Conformance.Reporting.Matrix;

/// <summary>The data that the script needs to show one case's streams of two relays side by side.</summary>
/// <param name="Relays">The verdict of each run on the case; <see langword="null"/> without a result.</param>
/// <param name="Turns">The streams of each relay, turn by turn.</param>
internal sealed record MatrixPage(IReadOnlyList<MatrixVerdict?> Relays, IReadOnlyList<MatrixTurn> Turns);

/// <summary>One run's verdict on a case.</summary>
/// <param name="Verdict">The verdict's word.</param>
/// <param name="Reason">The reason, if there is one.</param>
/// <param name="Findings">The first findings, the cause first.</param>
/// <param name="More">The number of further ones.</param>
internal sealed record MatrixVerdict(string Verdict, string? Reason, IReadOnlyList<MatrixFinding> Findings, int More);

/// <summary>A finding in one line.</summary>
internal sealed record MatrixFinding(string Check, string Severity, int Turn, int? Event, string Message);

/// <summary>One turn of a case at all relays.</summary>
/// <param name="Lines">The distinct lines of all streams: relays mostly send the same.</param>
/// <param name="Streams">The stream of each relay; <see langword="null"/> if the turn was not played.</param>
internal sealed record MatrixTurn(IReadOnlyList<string> Lines, IReadOnlyList<MatrixStream?> Streams);

/// <summary>One relay's answer in one turn.</summary>
/// <param name="Status">The HTTP status; <see langword="null"/> when no answer came.</param>
/// <param name="End">Its end.</param>
/// <param name="Lines">The events as indexes into the turn's lines, in the form of a golden: ids and times replaced by stand-ins.</param>
/// <param name="Left">The number of events that are not embedded.</param>
internal sealed record MatrixStream(int? Status, string End, IReadOnlyList<int> Lines, int Left);

using MockUpstream.Contract;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>The answer to a request: status and headers, then a script. A plain body is a script of one write.</summary>
/// <param name="Exchange">The number of the exchange in its turn, from 0, or <see langword="null"/> when there was none left.</param>
/// <param name="Status">The status.</param>
/// <param name="Headers">All headers the mock decides on.</param>
/// <param name="Script">The script of the body.</param>
internal sealed record ExchangeAnswer(int? Exchange, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, Script Script)
{
    /// <summary>The compression of the body; <see langword="null"/> for not at all.</summary>
    public ContentCoding? Coding { get; init; }

    /// <summary>The informational statuses before the head.</summary>
    public IReadOnlyList<int> Info { get; init; } = [];

    /// <summary>The trailer fields behind the last HTTP chunk.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers { get; init; } = [];

    /// <summary>Whether the mock sends no status and no headers.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>Whether the script closes the connection after the whole answer.</summary>
    public bool ClosesAfterResponse { get; init; }

    /// <summary>The refusal that this is the answer of; <see langword="null"/> for any other answer.</summary>
    public Refused? Refused { get; init; }
}

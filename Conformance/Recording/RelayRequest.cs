using Scenarios.Model;

namespace Conformance.Recording;

/// <summary>One request of a client, with the client's manners.</summary>
public sealed record RelayRequest
{
    /// <summary>The full address, such as <c>http://127.0.0.1:8080/v1/responses</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The JSON body, byte for byte; empty for none.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The API key the client shows; the mock can match a request by it.</summary>
    public required string Key { get; init; }

    /// <summary>Whether an event stream is asked for; decides the <c>Accept</c> header only.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>Headers beyond the usual ones; a name given here replaces the usual value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The event at which the client hangs up; <see langword="null"/> when it reads to the end.</summary>
    public EventCount? HangUpAfter { get; init; }

    /// <summary>The rest between two reads of at most 1 KB; <see langword="null"/> for reading as fast as possible.</summary>
    public TimeSpan? ReadSlowly { get; init; }

    /// <summary>The time the whole exchange may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no bound.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The limits for reading the answer.</summary>
    public AnswerLimits Limits { get; init; } = AnswerLimits.Default;

    /// <summary>The memory that the answer is recorded into; <see langword="null"/> where only <see cref="Limits"/> count.</summary>
    public RunMemory.Share? Memory { get; init; }
}

using System.Text.Json;

namespace Scenarios.Model;

/// <summary>What the harness asks of the relay in one turn.</summary>
public sealed record ClientRequest
{
    /// <summary>
    /// The body of <c>POST /v1/responses</c> with <c>ask</c>, <c>tools</c> and <c>stream</c> already merged in.
    /// It has no <c>model</c>: the judge puts in the name by which the mock recognises the case.
    /// String values <c>$name</c> stand for what an earlier turn bound.
    /// </summary>
    public required JsonElement Body { get; init; }

    /// <summary>Whether the client asks for an event stream (the default) or for one JSON body.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>Request headers beyond the usual ones.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The event at which the client hangs up, or <see langword="null"/> when it reads to the end.</summary>
    public EventCount? HangUpAfter { get; init; }

    /// <summary>How long the client rests between two reads of at most 1 KB, or <see langword="null"/> when it reads as fast as it can.</summary>
    public TimeSpan? ReadSlowly { get; init; }
}

/// <summary>The n-th occurrence of an event type, both in <c>hold</c> and in <c>hang_up_after</c>.</summary>
/// <param name="Type">The event's full type, such as <c>response.output_text.delta</c>.</param>
/// <param name="Count">Which occurrence, from 1.</param>
public readonly record struct EventCount(string Type, int Count);

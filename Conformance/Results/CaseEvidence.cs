using System.Text.Json;

namespace Conformance.Results;

/// <summary>The evidence of a case that was played. Written as files in one folder, and read back by the reports.</summary>
/// <param name="Source">The scenario's file as text.</param>
/// <param name="Turns">The evidence of each turn.</param>
public sealed record CaseEvidence(string Source, IReadOnlyList<TurnEvidence> Turns);

/// <summary>The evidence of one turn.</summary>
public sealed record TurnEvidence
{
    /// <summary>Method and path of what the client asked.</summary>
    public string RequestLine { get; init; } = "POST /v1/responses";

    /// <summary>The body the client sent (<c>request.json</c>); null where it sent none.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>The requests that reached the mock, and its answers.</summary>
    public required IReadOnlyList<ExchangeEvidence> Exchanges { get; init; }

    /// <summary>The status of the relay's answer; <see langword="null"/> when none came.</summary>
    public int? Status { get; init; }

    /// <summary>The headers of the relay's answer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The bytes of the relay's answer (<c>relay.sse</c>, or <c>relay.json</c> when it is no stream).</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// How many bytes the relay's answer had until reading stopped, when <see cref="Body"/> is only the beginning; <see langword="null"/>
    /// when it is whole.
    /// </summary>
    public long? BodyTotal { get; init; }

    /// <summary>How many events there were, when <see cref="Events"/> has only the first; <see langword="null"/> when it has all.</summary>
    public int? EventsTotal { get; init; }

    /// <summary>
    /// How the answer ended, in words: <c>closed</c>, <c>broken</c>, <c>timed_out</c>, <c>hung_up</c>, <c>no_answer</c>, <c>too_large</c>.
    /// </summary>
    public required string End { get; init; }

    /// <summary>The events with their places and times (<c>events.jsonl</c>).</summary>
    public required IReadOnlyList<EventEvidence> Events { get; init; }

    /// <summary>Both sides on one clock, in order of time (<c>timeline.jsonl</c>).</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>The golden stream's lines; <see langword="null"/> when the case has none.</summary>
    public IReadOnlyList<string>? Golden { get; init; }

    /// <summary>The received stream in the golden's form (stand-ins for ids and times).</summary>
    public IReadOnlyList<string> Received { get; init; } = [];

    /// <summary>The outcome that the case expects, one fact a line (<c>expected.txt</c>); empty when none was derived.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>The outcome that a client ends up with, in the form of <see cref="Expected"/> (<c>outcome.txt</c>).</summary>
    public IReadOnlyList<string> Outcome { get; init; } = [];
}

/// <summary>One request that reached the mock, with the answer.</summary>
public sealed record ExchangeEvidence
{
    /// <summary>Method and path.</summary>
    public required string RequestLine { get; init; }

    /// <summary>The request's headers, credentials masked.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; init; }

    /// <summary>The request's body as text (<c>chat-request.json</c>).</summary>
    public required string RequestBody { get; init; }

    /// <summary>The status the mock answered; 0 when it sent no head of its own.</summary>
    public required int Status { get; init; }

    /// <summary>The headers the mock answered.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The bytes as sent, each write with its step and time (<c>upstream.sse</c>).</summary>
    public required IReadOnlyList<WriteEvidence> Writes { get; init; }
}

/// <summary>One write of the mock.</summary>
/// <param name="AtUs">Microseconds since the client's request was sent.</param>
/// <param name="Step">The step's number; 0 for a body that is no script.</param>
/// <param name="Line">The step's line in the scenario's file.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record WriteEvidence(long AtUs, int Step, int Line, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// What is known of the boundary behind the write: <c>proven</c> (the relay had read it before the next write), <c>not-proven</c>, or
    /// <c>sent</c> when nobody asked.
    /// </summary>
    public string Boundary { get; init; } = Sent;

    internal const string Sent = "sent";
}

/// <summary>One event of the relay.</summary>
/// <param name="Index">Its index, from 0.</param>
/// <param name="AtUs">Microseconds since the client's request was sent.</param>
/// <param name="Offset">Its offset in the body.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Type">Its type; <c>[DONE]</c> for the marker.</param>
/// <param name="Data">Its data as text.</param>
public sealed record EventEvidence(int Index, long AtUs, long Offset, int Length, string Type, string Data);

/// <summary>One moment of a turn on the one clock.</summary>
/// <param name="AtUs">Microseconds since the client's request was sent.</param>
/// <param name="Lane">Whose moment it is: <c>client</c>, <c>upstream</c>.</param>
/// <param name="Kind">
/// On the client's lane <c>request</c>, <c>headers</c>, <c>read</c>, <c>event</c>, <c>end</c>; on the upstream's <c>request</c>,
/// <c>write</c>, <c>end</c>, <c>peer-gone</c>.
/// </param>
/// <param name="Step">The step's number, for writes.</param>
/// <param name="Event">The event's index, for events.</param>
/// <param name="Bytes">How many bytes, for reads and writes.</param>
/// <param name="Text">A few words for people.</param>
public sealed record TimelineEntry(long AtUs, string Lane, string Kind, int? Step, int? Event, int? Bytes, string Text);

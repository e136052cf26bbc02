using System.Text;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Clients.Views;

/// <summary>A relay's answer as a client's own parser hands it over: a status, then events or a body, then an end.</summary>
public sealed record ClientStream
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The events in order, the <c>[DONE]</c> marker among them.</summary>
    public IReadOnlyList<WireEvent> Events { get; init; } = [];

    /// <summary>The body of an answer without a stream.</summary>
    public string Body { get; init; } = "";

    /// <summary>The end of the answer; <see cref="StreamEnd.TimedOut"/> for a connection that stayed open.</summary>
    public StreamEnd End { get; init; } = StreamEnd.Closed;

    /// <summary>Whether the marker that ends a stream came.</summary>
    public bool HasDoneMarker => Events.Any(one => one.IsDoneMarker);

    /// <summary>Whether the connection breaks where a client that stops at <c>[DONE]</c> still reads.</summary>
    public bool BreaksOff => End == StreamEnd.Broken && !HasDoneMarker;

    /// <summary>Returns a recorded answer as clients see it.</summary>
    public static ClientStream Of(RecordedStream answer, WireStream? wire)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new ClientStream
        {
            Status = answer.Status ?? 0,
            Events = wire?.Events ?? [],
            Body = wire is null ? Encoding.UTF8.GetString(answer.Body.Span) : "",
            End = answer.End,
        };
    }
}

using System.Text.Json;

namespace Scenarios.Model;

/// <summary>The request that the client sends to the relay in one turn.</summary>
public sealed record ClientRequest
{
    /// <summary>
    /// The body of <c>POST /v1/responses</c>, with <c>ask</c>, <c>tools</c> and <c>stream</c> already merged in. It has no <c>model</c>:
    /// the judge adds the name by which the mock recognises the case. A string value <c>$name</c> is replaced by the value that an earlier
    /// turn bound.
    /// </summary>
    public required JsonElement Body { get; init; }

    /// <summary>The request, where it is another than <c>POST /v1/responses</c>; then <see cref="Body"/> is an empty object.</summary>
    public EndpointRequest? Http { get; init; }

    /// <summary>Whether the client asks for an event stream (the default) or for one JSON body.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>Request headers beyond the usual ones. A value <c>$name</c> is replaced by the value that an earlier turn bound.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The event or comment at which the client hangs up, or <see langword="null"/> when it reads to the end.</summary>
    public EventCount? HangUpAfter { get; init; }

    /// <summary>
    /// How long the client rests between two reads of at most 1 KB, or <see langword="null"/> when it reads as fast as it can.
    /// </summary>
    public TimeSpan? ReadSlowly { get; init; }

    /// <summary>The gate of the upstream that opens with an event the client has read, or <see langword="null"/>.</summary>
    public GateRelease? Release { get; init; }
}

/// <summary>A gate of the upstream and the event that opens it.</summary>
/// <param name="Gate">The gate's name.</param>
/// <param name="After">The event or comment that the client must have read.</param>
public sealed record GateRelease(string Gate, EventCount After);

/// <summary>A request to any endpoint of the relay, sent as it stands.</summary>
/// <param name="Method">The method, such as <c>GET</c>.</param>
/// <param name="Path">
/// Path and query from the relay's root, such as <c>/v1/responses/$resp/input_items?limit=2</c>. A <c>$name</c> in it is replaced by the
/// value that an earlier turn bound.
/// </param>
/// <param name="Body">
/// The body: a JSON value (sent compact, <c>$name</c> replaced), a JSON string (its text sent unchanged), or <see langword="null"/> for no
/// body.
/// </param>
public sealed record EndpointRequest(string Method, string Path, JsonElement? Body);

/// <summary>
/// The n-th occurrence of an event type, or of a comment between events, both in <c>hold</c> and in <c>hang_up_after</c>.
/// </summary>
/// <param name="Type">The event's full type, such as <c>response.output_text.delta</c>, or <c>comment</c>.</param>
/// <param name="Count">The number of the occurrence, from 1.</param>
public readonly record struct EventCount(string Type, int Count);

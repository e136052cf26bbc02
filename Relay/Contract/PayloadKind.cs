namespace Relay.Contract;

/// <summary>Lists the kinds of payload that an upstream sends.</summary>
public enum PayloadKind
{
    /// <summary>The data of one server-sent event: usually a <c>chat.completion.chunk</c>.</summary>
    Chunk,

    /// <summary>The data of an event named <c>error</c> (Q119): an error whatever its shape.</summary>
    Error,

    /// <summary>A whole <c>chat.completion</c>, sent instead of a stream (Q122).</summary>
    Completion,
}

namespace MockUpstream.Linting;

/// <summary>One thing that is wrong with a chat request, whatever the client had asked for.</summary>
/// <param name="Check">The id of the judge's check, such as <c>chat-tool-pairs</c>.</param>
/// <param name="Kind">
/// The kind of fault, such as <see cref="FaultKinds.CallUnanswered"/>: finer than the check, because vendors answer differently.
/// </param>
/// <param name="Member">The path of the member, such as <c>messages[2].tool_calls[0]</c>.</param>
/// <param name="Message">One sentence that stands by itself.</param>
/// <param name="Expected">The value that Chat Completions has there, as text for people.</param>
/// <param name="Received">The value that was received, as text for people.</param>
public sealed record ChatFault(string Check, string Kind, string Member, string Message, string Expected, string Received)
{
    /// <summary>Its weight.</summary>
    public FaultWeight Weight { get; init; } = FaultWeight.Error;
}

/// <summary>The weights of faults of a chat request.</summary>
public enum FaultWeight
{
    /// <summary>No vendor accepts it.</summary>
    Error,

    /// <summary>Most vendors take it.</summary>
    Warning,

    /// <summary>Some vendors do not take it.</summary>
    Profile,
}

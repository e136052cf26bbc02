namespace Relay.Requests.History;

/// <summary>What a request says about state: what it builds on and whether its answer is kept.</summary>
/// <param name="PreviousId">The response it continues.</param>
/// <param name="IsStored">Whether the answer is to be kept; so it is unless the request says no.</param>
/// <param name="Background">Whether it is answered without the client waiting.</param>
/// <param name="References">The ids of items it refers to instead of sending them.</param>
internal sealed record StateRequest(string? PreviousId, bool IsStored, bool Background, IReadOnlyList<string> References)
{
    /// <summary>Whether something has to be looked up before the request can be translated.</summary>
    public bool NeedsHistory => PreviousId is not null || References.Count > 0;
}

namespace Relay.Requests.History;

/// <summary>Contains the members of a request that concern stored state.</summary>
/// <param name="PreviousId">The id of the response that the request continues.</param>
/// <param name="IsStored">Whether the response is stored; the default of the API is yes.</param>
/// <param name="Background">Whether the response is created in the background.</param>
/// <param name="References">The ids of the items that the input refers to.</param>
internal sealed record StateRequest(string? PreviousId, bool IsStored, bool Background, IReadOnlyList<string> References)
{
    /// <summary>Whether stored items must be loaded before the request can be translated.</summary>
    public bool NeedsHistory => PreviousId is not null || References.Count > 0;
}

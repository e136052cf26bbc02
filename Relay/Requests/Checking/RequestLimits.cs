namespace Relay.Requests.Checking;

/// <summary>Contains the limits of a request.</summary>
internal static class RequestLimits
{
    /// <summary>How many levels of JSON a request may have. Schemas of tools have a dozen at most.</summary>
    public const int MaxDepth = 128;
}

using WireMock.Logging;

namespace MockUpstream.Observing;

/// <summary>Writes into an entry of WireMock's log what our mappings did with the request.</summary>
internal static class LoggedAnswer
{
    /// <summary>Adds the case and the answer of a played request to its entry, and shows a refused request as unmatched.</summary>
    public static void Describe(LogEntry entry, Arrival arrival, TimeProvider time)
    {
        if (arrival.Answer is { } answer)
        {
            entry.MappingTitle = answer.Case;
            entry.ResponseMessage = answer.ToMessage(time.GetUtcNow().UtcDateTime);
        }

        // The catch-all is one of our mappings, but a search for unmatched requests must find its requests.
        if (arrival.Refused)
        {
            (entry.MappingGuid, entry.MappingTitle, entry.RequestMatchResult) = (null, null, null);
        }
    }
}

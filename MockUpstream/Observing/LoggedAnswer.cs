using MockUpstream.Contract;
using WireMock.Logging;

namespace MockUpstream.Observing;

/// <summary>Writes into an entry of WireMock's log what our mappings did with the request.</summary>
internal static class LoggedAnswer
{
    /// <summary>Names the case and the answer of a request that was played; shows a refused one as unmatched.</summary>
    public static void Describe(LogEntry entry, Arrival arrival, TimeProvider time)
    {
        if (arrival.Answer is { } answer)
        {
            entry.MappingTitle = answer.Case;
            entry.ResponseMessage = answer.ToMessage(time.GetUtcNow().UtcDateTime);
        }

        // The catch-all is a mapping of ours, but nobody who looks for unmatched requests means that.
        if (arrival.Refused)
        {
            (entry.MappingGuid, entry.MappingTitle, entry.RequestMatchResult) = (null, null, null);
        }
    }
}

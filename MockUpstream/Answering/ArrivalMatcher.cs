using MockUpstream.Observing;
using WireMock;
using WireMock.Matchers.Request;

namespace MockUpstream.Answering;

/// <summary>Matches requests by the properties of their arrival.</summary>
internal sealed class ArrivalMatcher(Predicate<Arrival> matches, TimeProvider time) : IRequestMatcher
{
    public RequestMatcherType Type => RequestMatcherType.Composite;

    public double GetMatchingScore(IRequestMessage requestMessage, IRequestMatchResult requestMatchResult) =>
        requestMatchResult.AddScore(typeof(ArrivalMatcher), matches(Arrival.Create(requestMessage, time)) ? 1 : 0, exception: null);
}

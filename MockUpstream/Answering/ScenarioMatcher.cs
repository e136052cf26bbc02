using MockUpstream.Matching;
using MockUpstream.Observing;
using WireMock;
using WireMock.Matchers.Request;

namespace MockUpstream.Answering;

/// <summary>The matcher of the one mapping behind which all cases stand. It asks the registry, so its cost does not depend on their number.</summary>
internal sealed class ScenarioMatcher(CaseRegistry cases, TimeProvider time) : IRequestMatcher
{
    public RequestMatcherType Type => RequestMatcherType.Composite;

    public double GetMatchingScore(IRequestMessage requestMessage, IRequestMatchResult requestMatchResult) =>
        requestMatchResult.AddScore(typeof(ScenarioMatcher), Matches(Arrival.Of(requestMessage, time)) ? 1 : 0, exception: null);

    private bool Matches(Arrival arrival)
    {
        if (!arrival.IsChat || arrival.Problem is not null || arrival.Chat is not { IsJson: true } chat || !cases.TryMatch(chat, out var playback))
        {
            return false;
        }

        arrival.Case = playback;
        return true;
    }
}

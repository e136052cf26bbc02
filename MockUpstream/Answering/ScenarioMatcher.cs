using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;
using WireMock;
using WireMock.Matchers.Request;

namespace MockUpstream.Answering;

/// <summary>
/// The matcher of the one mapping behind which all cases stand. It asks the registry, so its cost does not depend on their number.
/// </summary>
internal sealed class ScenarioMatcher(CaseRegistry cases, PlaySettings settings) : IRequestMatcher
{
    public RequestMatcherType Type => RequestMatcherType.Composite;

    public double GetMatchingScore(IRequestMessage requestMessage, IRequestMatchResult requestMatchResult) =>
        requestMatchResult.AddScore(
            typeof(ScenarioMatcher),
            FindCase(Arrival.Create(requestMessage, settings.Time)) ? 1 : 0,
            exception: null);

    /// <summary>Finds the case of a request.</summary>
    public bool FindCase(Arrival arrival)
    {
        if (!arrival.IsChat || arrival.Problem is not null || arrival.Chat is not { IsJson: true } chat)
        {
            return false;
        }

        arrival.Case = cases.TryMatch(chat, out var playback) ? playback
            : settings.EchoesUnmatched ? arrival.Case
                ?? new Playback(EchoScenario.Create(chat.LastUserText), EchoScenario.Key, settings, static _ => { })
            : null;
        return arrival.Case is not null;
    }
}

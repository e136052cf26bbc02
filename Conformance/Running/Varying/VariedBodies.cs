using System.Text.Json;
using Conformance.Reading;
using Conformance.Turns;
using MockUpstream.Contract;
using MockUpstream.Varying;
using MockUpstream.Varying.Bodies;
using Scenarios.Model;

namespace Conformance.Running.Varying;

/// <summary>The bodies that the upstream sent in the turns of a case, to be presented in other ways.</summary>
internal sealed class VariedBodies
{
    /// <summary>The longest body that is varied. A longer body belongs to a case about size.</summary>
    private const int Longest = 64 * 1024;

    private readonly Scenario _scenario;
    private readonly IReadOnlyList<ScriptedBody?> _bodies;

    private VariedBodies(Scenario scenario, IReadOnlyList<ScriptedBody?> bodies, bool acceptsGzip)
    {
        (_scenario, _bodies) = (scenario, bodies);
        AcceptsGzip = acceptsGzip;
    }

    /// <summary>Whether the relay accepts compressed bodies in each of its requests.</summary>
    public bool AcceptsGzip { get; }

    /// <summary>The body with the longest event decides how often the bodies are cut.</summary>
    public ScriptedBody LongestBody =>
        _bodies.OfType<ScriptedBody>().MaxBy(static body => body.Bytes.Length)!; // There is one: Of makes sure.

    /// <summary>Returns the bodies as the plain play sent them; <see langword="null"/> when they cannot be presented otherwise.</summary>
    public static VariedBodies? TryCreate(Scenario scenario, IReadOnlyList<RecordedTurn> turns)
    {
        List<ScriptedBody?> bodies = [];
        var acceptsGzip = true;
        foreach (var turn in turns)
        {
            if (turn.Turn.Upstream.Count == 0 && turn.Upstream.Exchanges.Count == 0)
            {
                bodies.Add(null);
                continue;
            }

            if (turn.Upstream.Exchanges is not [{ Exchange: 0, Completed: true } exchange] || Model(exchange.Request) is not { } model
                || ScriptedBody.TryCreate(turn.Turn.Upstream[0], model) is not { Bytes.Length: <= Longest } body)
            {
                return null;
            }

            bodies.Add(body);
            acceptsGzip &= exchange.Request.Headers.Any(static header => header.Key.Equals(
                "accept-encoding",
                StringComparison.OrdinalIgnoreCase) && header.Value.Contains("gzip", StringComparison.OrdinalIgnoreCase));
        }

        return bodies.TrueForAll(static body => body is null) ? null : new VariedBodies(scenario, bodies, acceptsGzip);
    }

    /// <summary>Returns the bodies after some variations, one after the other; <see langword="null"/> when they change nothing.</summary>
    public VariedBodies? With(IReadOnlyList<Variation> variations)
    {
        var made = _bodies.Select(body => body is null ? default : VariationPlan.Apply(body, variations)).ToList();
        return made.Exists(static one => one.IsChanged)
            ? new VariedBodies(_scenario, [.. made.Select(static one => one.Body)], AcceptsGzip)
            : null;
    }

    /// <summary>Returns the changes of a variation, each with its turn, in order.</summary>
    public IReadOnlyList<(int Turn, Change Change)> Changes(Variation variation) =>
        [.. _bodies.SelectMany((body, turn) => body is null ? [] : variation.Changes(body).Select(change => (turn, change)))];

    /// <summary>Returns the bodies after some changes.</summary>
    public VariedBodies With(IReadOnlyList<(int Turn, Change Change)> changes) =>
        new(_scenario, [.. _bodies.Select((body, turn) =>
            body?.WithChanges([.. changes.Where(change => change.Turn == turn).Select(static change => change.Change)]))], AcceptsGzip);

    /// <summary>The case with these bodies.</summary>
    public Scenario Present() => _scenario with
    {
        Turns = [.. _scenario.Turns.Select((turn, index) => index < _bodies.Count && _bodies[index] is { } body
            ? turn with { Upstream = [body.ToExchange(turn.Upstream[0])] }
            : turn)],
    };

    /// <summary>The body of a turn.</summary>
    public ScriptedBody? BodyOf(int turn) => _bodies[turn];

    /// <summary>The model that the relay asked the upstream for; <see langword="null"/> when it did not ask for a stream.</summary>
    private static string? Model(ReceivedRequest request)
    {
        var body = StrictJson.Read(System.Text.Encoding.UTF8.GetString(request.Body.Span)).Json;
        return body is { } json && json.Member("stream").ValueKind == JsonValueKind.True ? json.Member("model").Text() : null;
    }
}

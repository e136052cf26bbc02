using System.Text.Json;
using Conformance.Recording;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Wiring;

/// <summary>Asks a relay one plain question before the first case, and looks whether it reached the mock and by which sign.</summary>
internal sealed class Preflight(IUpstream upstream, RelayTarget target, DeclaredProfile profile, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan DeathWatch = TimeSpan.FromMilliseconds(500);

    // A case for each sign, so that the case which is asked shows the sign that came through.
    private static readonly Scenario ByModel = ProbeScenario.Create(
        "preflight/model", ProbeScenario.Turn("{}", ProbeScenario.Answer(), ProbeScenario.Answer()));
    private static readonly Scenario ByKey = ByModel with { Id = "preflight/api-key" };
    private static readonly Scenario ByMarker = ByModel with { Id = "preflight/marker" };

    private readonly RelayAccess _access = RelayAccess.FromProfile(profile);

    /// <summary>Asks the question. Nothing is thrown but cancellation.</summary>
    public async Task<PreflightResult> RunAsync(IRelayPool relays, CancellationToken cancellationToken) =>
        await relays.RentAsync(setup: null, cancellationToken) switch
        {
            UnreadyRelay unready => Lost(unready.Problem, unready.Output),
            DeadRelay dead =>
                Lost($"The relay exited before the first case: {RelayDeath.FirstLine(dead.LastWords)}.", dead.LastWords.Split('\n')[1..]),
            ReadyRelay ready => await AskAsync(ready, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private Unwired Lost(string problem, IReadOnlyList<string> output) =>
        new(AccessMask.MaskText(problem, _access.Secrets), [.. output.Select(line => AccessMask.MaskText(line, _access.Secrets))]);

    private async Task<PreflightResult> AskAsync(ReadyRelay relay, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        await using var byModel = Begin(ByModel);
        await using var byKey = Begin(ByKey);
        await using var byMarker = Begin(ByMarker);
        var answer = await new StreamRecorder(time).RecordAsync(Question(relay.Url), static _ => { }, cancellationToken);
        var seen = new Dictionary<Correlation, UpstreamRecord>
        {
            [Correlation.Model] = await byModel.EndTurnAsync(TimeSpan.Zero, cancellationToken),
            [Correlation.ApiKey] = await byKey.EndTurnAsync(TimeSpan.Zero, cancellationToken),
            [Correlation.Marker] = await byMarker.EndTurnAsync(TimeSpan.Zero, cancellationToken),
        };
        foreach (var (sign, record) in seen.OrderBy(static pair => pair.Key))
        {
            if (record.Exchanges.Count > 0)
            {
                return Found(sign, record.Exchanges[0].Request);
            }
        }

        IReadOnlyList<ReceivedRequest> strays = [.. upstream.Unmatched.Where(request => request.At >= asked)];
        return strays.FirstOrDefault(static request => IsChat(request)) is { } unknown
            ? Found(Correlation.Alone, unknown)
            : await LostAsync(relay, answer, strays, cancellationToken);
    }

    private async Task<Unwired> LostAsync(
        ReadyRelay relay, RecordedStream answer, IReadOnlyList<ReceivedRequest> strays, CancellationToken cancellationToken)
    {
        if (answer.End is not StreamEnd.Closed && relay.Life is { } life
            && await life.DeathAsync(DeathWatch, cancellationToken) is { } words)
        {
            return Lost($"The relay exited while it answered the first request, before anything reached the mock "
                + $"upstream: {RelayDeath.FirstLine(words)}.", words.Split('\n')[1..]);
        }

        var fault = new WiringFault(target, _access.GetResponsesUrl(relay.Url), upstream.BaseUrl, _access, Model, timeout);
        return Lost(fault.Explain(answer, strays), relay.Life?.Since(0) ?? []);
    }

    private string Model => _access.Model ?? CaseKey.Of(ByModel);

    private IPlayback Begin(Scenario scenario)
    {
        var playback = upstream.Register(scenario, CaseKey.Of(scenario));
        playback.BeginTurn(0);
        return playback;
    }

    private RelayRequest Question(Uri relay) => new()
    {
        Url = _access.GetResponsesUrl(relay),
        Body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = Model,
            input = "Say hello." + CaseMarker.Format(CaseKey.Of(ByMarker)),
            stream = true,
        }),
        Key = _access.ApiKey ?? CaseKey.ApiKeyOf(CaseKey.Of(ByKey)),
        Headers = _access.Headers,
        Timeout = timeout,
    };

    private Wired Found(Correlation sign, ReceivedRequest request)
    {
        var model = ModelOf(request);
        var maps = model != Model;
        return new Wired(_access with { By = sign }) { MapsModels = maps
            || profile.ModelMap.Count > 0, ModelSeen = model, Notes = [.. Notes(sign, model)] };
    }

    private IEnumerable<string> Notes(Correlation sign, string? model)
    {
        if (Declared() is { } expected && model != expected)
        {
            yield return $"The relay is declared to request the model '{expected}' from its upstream, but requested {Quoted(model)}.";
        }

        if (sign == Correlation.Model)
        {
            yield break;
        }

        var lost = Declared() is not null
            ? "The relay maps models"
            : $"The client's model '{Model}' does not reach the upstream, which receives {Quoted(model)}";
        yield return sign switch
        {
            Correlation.ApiKey => $"{lost}; requests are matched to their cases by the API key.",
            Correlation.Marker =>
                $"{lost}, and the API key does not reach it either; requests are matched to their cases by a marker in the user text.",
            _ => $"{lost}; neither the API key nor a marker in the text reaches it, so cases run one at a time.",
        };
    }

    /// <summary>The model that the upstream is asked for, as far as the user declared it.</summary>
    private string? Declared() => profile.ModelMap.FirstOrDefault(pair => pair.Key == "*" || pair.Key == Model).Value;

    private static string Quoted(string? model) => model is null ? "no model" : $"'{model}'";

    private static bool IsChat(ReceivedRequest request) =>
        request.Method == "POST" && request.Path.Split('?')[0].EndsWith("/chat/completions", StringComparison.Ordinal);

    private static string? ModelOf(ReceivedRequest request)
    {
        try
        {
            using var json = JsonDocument.Parse(request.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("model", out var model)
                && model.ValueKind == JsonValueKind.String ? model.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

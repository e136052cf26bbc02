using System.Text.Json;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Tests.Running;

/// <summary>Cases and results made by hand.</summary>
internal static class Cases
{
    public static SourcePlace At(int line) => new("Scenarios/area/case.yaml", line, 1);

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static Scenario Scenario(string id = "area/case", Level level = Level.Must, RelaySetup? relay = null, params Turn[] turns) =>
        new()
        {
            Id = id,
            Title = "A case",
            Level = level,
            Relay = relay,
            Turns = turns.Length > 0 ? turns : [Turn()],
            Place = At(1),
            Source = "id: " + id,
        };

    public static Turn Turn(params UpstreamStep[] steps) => new(
        new ClientRequest { Body = Json("""{"input":"Hi","stream":true}""") },
        [new Exchange { Steps = steps, Place = At(10) }],
        new Expectation(),
        At(5));

    public static HoldStep Hold(int number, string type) =>
        new(new EventCount(type, 1)) { Number = number, Text = $"hold: {type}", Place = At(10 + number) };

    public static TextStep Text(int number, string text) => new(text) { Number = number, Text = $"text: {text}", Place = At(10 + number) };

    public static RelaySetup Setup(string? preset, params (string Name, string Value)[] set) =>
        new(preset, [.. set.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))], At(3));

    public static CaseResult Result(string id, Verdict verdict, string level = "must", params Finding[] findings) => new()
    {
        Id = id,
        Title = "A case",
        Level = level,
        File = "Scenarios/area/case.yaml",
        Verdict = verdict,
        Findings = findings,
        Repro = "./relayconf run --run " + id,
    };

    public static Finding Finding(string check, Severity severity = Severity.Error) =>
        new() { Check = check, Severity = severity, Message = "Something is wrong." };
}

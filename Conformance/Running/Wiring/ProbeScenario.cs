using System.Text.Json;
using Scenarios.Model;

namespace Conformance.Running.Wiring;

/// <summary>Makes the small cases that find out how a relay is wired and which features it has.</summary>
internal static class ProbeScenario
{
    private const string File = "a probe";

    /// <summary>Returns a case.</summary>
    public static Scenario Create(string id, params IReadOnlyList<Turn> turns) => new()
    {
        Id = id,
        Title = "A probe",
        Level = Level.Info,
        Turns = turns,
        Place = Place,
        Source = "",
    };

    /// <summary>Returns a turn.</summary>
    /// <param name="body">The body of the request without its model.</param>
    /// <param name="upstream">The answers of the upstream.</param>
    public static Turn Turn(string body, params IReadOnlyList<Exchange> upstream)
    {
        var json = JsonElement.Parse(body);
        var stream = !json.TryGetProperty("stream", out var asked) || asked.ValueKind == JsonValueKind.True;
        return new Turn(new ClientRequest { Body = json, Stream = stream }, upstream, new Expectation(), Place);
    }

    /// <summary>Returns an answer of a few words.</summary>
    public static Exchange Answer(string text = "Hello") =>
        Script(Role(), new TextStep(text) { Place = Place, Text = "text", Number = 0 }, Finish("stop"), Usage(), Done());

    /// <summary>Returns an answer with a status and no script.</summary>
    public static Exchange Failure(int status, string message) => new()
    {
        Status = status,
        Headers = [KeyValuePair.Create("retry-after", "0")],
        Body = JsonSerializer.SerializeToElement(new { error = new { message, type = "server_error", code = "overloaded" } }),
        Place = Place,
    };

    /// <summary>Returns an answer of steps.</summary>
    public static Exchange Script(params IReadOnlyList<UpstreamStep> steps) =>
        new() { Steps = [.. steps.Select(static (step, index) => step with { Number = index + 1 })], Place = Place };

    public static UpstreamStep Role() => Delta("""{"role":"assistant","content":""}""");

    public static UpstreamStep Delta(string json) => new DeltaStep(JsonElement.Parse(json)) { Place = Place, Text = "delta", Number = 0 };

    public static UpstreamStep Text(string text) => new TextStep(text) { Place = Place, Text = "text", Number = 0 };

    public static UpstreamStep Hold(string type) => new HoldStep(new EventCount(type, 1)) { Place = Place, Text = "hold", Number = 0 };

    public static UpstreamStep Finish(string reason) =>
        new FinishStep(JsonSerializer.SerializeToElement(reason)) { Place = Place, Text = "finish", Number = 0 };

    public static UpstreamStep Usage() =>
        new UsageStep(9, 4, Cached: null, Reasoning: null, OnFinish: false) { Place = Place, Text = "usage", Number = 0 };

    public static UpstreamStep Done() => new DoneStep("[DONE]") { Place = Place, Text = "done", Number = 0 };

    public static UpstreamStep Stall() => new StallStep { Place = Place, Text = "stall", Number = 0 };

    private static SourcePlace Place => new(File, 1, 1);
}

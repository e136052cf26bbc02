using System.Globalization;
using System.Text.Json;
using Scenarios.Model;
using Scenarios.Words;
using Scenarios.Yaml;
using static Scenarios.Writing.YamlMaker;

namespace Scenarios.Writing;

/// <summary>Writes a case that a program made as a file of the format.</summary>
public static class ScenarioWriter
{
    /// <summary>Returns the text of a file that reads as the case.</summary>
    /// <remarks>
    /// Writes what programs make: one turn that asks <c>POST /v1/responses</c>, and outcomes with <c>final</c> or <c>http</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The case has several turns, asks another endpoint, or expects more than outcomes.</exception>
    public static string Write(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Turns is not [{ Client.Http: null } turn] || turn.Expect.Outcomes.Any(static outcome => outcome.Events is not null))
        {
            throw new ArgumentException(
                $"The case '{scenario.Id}' has more than one plain turn; only cases that programs make are written.",
                nameof(scenario));
        }

        return Write(Map(
            ("schema", Text(FormatWords.Schema)),
            ("id", Text(scenario.Id)),
            ("title", Text(scenario.Title)),
            ("why", scenario.Why is { } why ? Text(why) : null),
            ("level", Text(scenario.Level.ToString().ToLowerInvariant())),
            ("spec", Texts(scenario.Spec)),
            ("quirks", Texts(scenario.Quirks)),
            ("tags", Texts(scenario.Tags)),
            ("seen_in", Texts(scenario.SeenIn)),
            ("client", CreateClient(turn.Client)),
            ("upstream", turn.Upstream is [var only] ? CreateExchange(only) : List(turn.Upstream.Select(CreateExchange))),
            ("expect", CreateExpect(turn.Expect)),
            ("vary", scenario.Vary switch { null => null, [] => List([]), var words => Texts(words) })));
    }

    /// <summary>Returns the text of a tree of nodes.</summary>
    internal static string Write(YamlMap root) => YamlText.Write(root);

    /// <summary>Returns the node of an expectation that has outcomes alone.</summary>
    internal static YamlMap CreateExpect(Expectation expect)
    {
        var or = expect.Outcomes.Skip(1).Select(static outcome => (YamlNode)Map(
            [
                ("grade", Text(SpellGrade(outcome.Grade))),
                ("because", Text(outcome.Because ?? "as right as the first")),
                .. CreateOutcome(outcome),
            ])).ToList();
        return Map([.. expect.Outcomes.Take(1).SelectMany(CreateOutcome), ("or", or.Count == 0 ? null : List(or))]);
    }

    private static IEnumerable<(string, YamlNode?)> CreateOutcome(Outcome outcome) =>
        [("final", Json(outcome.Final)), ("http", Json(outcome.Http))];

    private static string SpellGrade(Grade grade) => grade switch
    {
        Model.Grade.Passed => "equal",
        Model.Grade.NonStrict => "non_strict",
        _ => "info",
    };

    private static YamlMap CreateClient(ClientRequest client)
    {
        var members = client.Body.EnumerateObject().ToList();
        var ask = members.Find(static member => member.Name == "input" && member.Value.ValueKind == JsonValueKind.String);
        var rest = members
            .Where(member => member.Name != "stream" && !(member.Name == "input" && ask.Value.ValueKind == JsonValueKind.String))
            .ToList();
        return Map(
            ("ask", ask.Value.ValueKind == JsonValueKind.String ? Text(ask.Value.GetString()!) : null),
            ("stream", client.Stream ? null : Plain("false")),
            ("request", rest.Count == 0 ? null : Map(rest.Select(static member => (member.Name, (YamlNode?)Json(member.Value))))),
            ("headers", CreateHeaders(client.Headers)),
            (
                "then",
                client.Release is { } release
                    ? Map(("release", Text(release.Gate)), ("after", StepWriter.CreateUntil(release.After)))
                    : null));
    }

    private static YamlMap CreateExchange(Exchange exchange) => Map(
        ("status", exchange.Status == 200 && !IsEmpty(exchange) ? null : Number(exchange.Status)),
        ("headers", CreateHeaders(exchange.Headers)),
        ("body", Json(exchange.Body)),
        ("as", exchange.As is { } vendor ? Text(vendor.Name) : null),
        ("info", exchange.Info.Count == 0 ? null : List(exchange.Info.Select(static status => Number(status)))),
        ("wire", CreateWire(exchange.Wire)),
        ("pace", CreatePace(exchange.Pace)),
        ("trailers", CreateHeaders(exchange.Trailers)),
        ("steps", exchange.Steps.Count == 0 ? null : List(exchange.Steps.Select(StepWriter.Write))));

    // An empty answer needs a key, such as the status.
    private static bool IsEmpty(Exchange exchange) => exchange is { Steps: [], Body: null, Headers: [], Wire.Silent: false };

    private static YamlMap? CreatePace(Pace? pace) => pace is null ? null : Map(
        ("ttft", pace.First > TimeSpan.Zero ? StepWriter.CreateDuration(pace.First) : null),
        ("rate", pace.PerSecond is { } rate ? Plain(rate.ToString("0.###", CultureInfo.InvariantCulture) + "/s") : null),
        ("jitter", pace.Jitter > 0 ? Plain((pace.Jitter * 100).ToString("0", CultureInfo.InvariantCulture) + "%") : null),
        ("seed", pace.Seed == 0 ? null : Number(pace.Seed)));

    private static YamlMap? CreateHeaders(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.Count == 0 ? null : Map(headers.Select(static header => (header.Key, (YamlNode?)Text(header.Value))));

    private static YamlMap? CreateWire(Wire wire)
    {
        var written = Map(
            ("newline", wire.Newline == Newline.Lf ? null : StepWriter.CreateWord(wire.Newline)),
            ("bom", wire.Bom ? Plain("true") : null),
            ("space", wire.Space ? null : Plain("false")),
            ("split", StepWriter.CreateSplit(wire.Split)),
            (
                wire.Coding == ContentCoding.Brotli ? "br" : wire.Coding.ToString()!.ToLowerInvariant(),
                wire.Coding is null ? null : Plain("true")),
            ("settle", wire.Settle switch
            {
                null => null,
                { Kind: SettleKind.Read } => Text("read"),
                { Kind: SettleKind.Sent } => Text("sent"),
                { Pause: var pause } => StepWriter.CreateDuration(pause),
            }),
            ("connection", wire.Silent ? Text("silent") : null));
        return written.Entries.Count == 0 ? null : written;
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Turns;

namespace Conformance.Expecting.Goldens;

/// <summary>
/// A recorded answer in the form of a golden: one event a line, with identifiers and times replaced by numbered stand-ins.
/// </summary>
public static class GoldenStream
{
    /// <summary>
    /// The lines of each turn. Stand-ins (<c>resp_1</c>, <c>msg_1</c>, <c>&lt;time&gt;</c>, <c>&lt;model&gt;</c>) are numbered by first
    /// appearance over the whole case.
    /// Long runs of deltas are shortened (<see cref="LongRuns"/>). An answer that is no event stream is one line
    /// <c>{"http":{"status":…,"body":…}}</c>.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Normalise(IReadOnlyList<RecordedTurn> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);

        var standIns = new StandIns();
        return [.. turns.Select(turn => Lines(turn, standIns))];
    }

    private static IReadOnlyList<string> Lines(RecordedTurn turn, StandIns standIns)
    {
        standIns.Model = turn.Model;

        if (turn.Wire is { } wire)
        {
            var lines = wire.Events.Select(one => one.Json is { } json ? Line(standIns.Replace(json)) : Line(JsonValue.Create(one.Data)));
            return LongRuns.Shorten([.. lines], [.. wire.Events.Select(static one => one.Json)]);
        }

        var body = HttpView.TryParseBody(turn.Answer) is { } parsed
            ? standIns.Replace(parsed)
            : JsonValue.Create(Encoding.UTF8.GetString(turn.Answer.Body.Span));
        return [Line(new JsonObject { ["http"] = new JsonObject { ["status"] = turn.Answer.Status, ["body"] = body } })];
    }

    private static string Line(JsonNode? node) => node?.ToJsonString(JsonFormat.Relaxed) ?? "null";
}

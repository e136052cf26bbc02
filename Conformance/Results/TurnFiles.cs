using System.Globalization;

namespace Conformance.Results;

/// <summary>The names of the files in a case's folder; the same for writing and reading.</summary>
internal static class TurnFiles
{
    public const string Request = "request.json";
    public const string Answer = "answer.json";
    public const string Events = "events.jsonl";
    public const string Timeline = "timeline.jsonl";
    public const string Golden = "golden.jsonl";
    public const string Received = "received.jsonl";
    public const string Expected = "expected.txt";
    public const string Outcome = "outcome.txt";
    public const string RelayStream = "relay.sse";
    public const string RelayBody = "relay.json";
    public const string Scenario = "scenario.yaml";
    public const string Findings = "findings.json";
    public const string Repro = "repro.txt";

    /// <summary>The folder of a turn (from 1) below the case's folder; the case's own folder while there is only one.</summary>
    public static string Folder(int turn, int turns) => turns == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"turn-{turn}");

    public static string ChatRequest(int exchange) => Numbered("chat-request", exchange, ".json");

    public static string Exchange(int exchange) => Numbered("exchange", exchange, ".json");

    public static string Upstream(int exchange) => Numbered("upstream", exchange, ".sse");

    public static string Writes(int exchange) => Numbered("writes", exchange, ".jsonl");

    /// <summary>The file of the relay's body.</summary>
    public static string Relay(TurnEvidence turn) => IsStream(turn) ? RelayStream : RelayBody;

    private static bool IsStream(TurnEvidence turn)
    {
        var type =
            turn.Headers.FirstOrDefault(header => string.Equals(header.Key, "content-type", StringComparison.OrdinalIgnoreCase)).Value;

        return turn.Events.Count > 0 || (type?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) ?? false);
    }

    // The first exchange has the plain name: most cases have only that one.
    private static string Numbered(string name, int exchange, string ending) =>
        exchange == 1 ? name + ending : string.Create(CultureInfo.InvariantCulture, $"{name}.{exchange}{ending}");
}

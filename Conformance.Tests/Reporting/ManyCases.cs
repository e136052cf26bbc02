using Conformance.Results;

namespace Conformance.Tests.Reporting;

/// <summary>
/// A run of many cases: three in a hundred are wrong, one in ten breaks a rule; what was recorded is kept for those that are wrong.
/// </summary>
internal static class ManyCases
{
    private static readonly string[] Areas = ["text", "tools", "reasoning", "errors", "usage", "finish", "sse", "timing"];
    private static readonly string[] Vendors = ["openai", "vllm", "ollama", "dashscope", "mistral", "groq"];
    private static readonly string[] Checks = ["final-response", "event-order", "held"];

    public static RunResult Run(int count) => new()
    {
        Info = SampleRun.Info with { Selected = count, Available = count },
        Cases = [.. Enumerable.Range(0, count).Select(Case)],
        Rules =
        [
            new RuleResult
            {
                Id = "sequence-gap",
                Rule = "V04",
                Title = "Sequence numbers have no gap",
                Severity = Severity.Error,
                Streams = count,
                Held = count - (count / 10),
                Fails = true,
                Cases = [.. Enumerable.Range(0, count).Where(number => number % 10 == 4).Select(Id)],
                First = new RuleExample(Id(4), Broken),
            },
        ],
        End = SampleRun.End,
    };

    public static CaseEvidence? Evidence(CaseResult result) =>
        result.Verdict == Verdict.Failed
            ? new CaseEvidence(SampleStreams.ToolSource, [SampleStreams.SplitCallTurn($"name_{result.Id}")])
            : null;

    /// <summary>Text that no compression makes shorter than half.</summary>
    public static string Noise(string seed, int length)
    {
        var state = (uint)seed.Aggregate(17, static (sum, unit) => (sum * 31) + unit);
        return string.Create(length, state, static (text, start) =>
        {
            var next = start | 1;
            foreach (ref var unit in text)
            {
                next = (next * 1_664_525) + 1_013_904_223;
                unit = (char)('0' + (next >> 26));
            }
        });
    }

    private static Finding Broken => new()
    {
        Check = "sequence-gap",
        Kind = FindingKind.Rule,
        Severity = Severity.Error,
        Event = 0,
        EventType = "response.created",
        Message = "The first event has sequence number 1.",
        Expected = "0",
        Received = "1",
        Spec = "V04",
    };

    private static string Id(int number) => $"{Areas[number % Areas.Length]}/case-number-{number:00000}";

    private static CaseResult Case(int number)
    {
        var isWrong = number % 33 == 7;
        var wrong = new Finding
        {
            Check = Checks[number % Checks.Length],
            Severity = Severity.Error,
            Event = 5,
            EventType = "response.output_item.done",
            Member = "item.arguments",
            Message = "The item's arguments differ from what the case expects.",
            Expected = """{"city":"Oslo"}""",
            Received = """{"city":""",
        };
        return SampleRun.Case(Id(number), $"What the relay makes of variation {number}", isWrong ? Verdict.Failed : Verdict.Passed) with
        {
            Tags = [Areas[number % Areas.Length], "generated"],
            SeenIn = [Vendors[number % Vendors.Length]],
            DurationMs = 5 + (number * 7 % 40),
            Folder = $"cases/{Id(number)}",
            Clients = [.. new[]
            {
                "aether",
                "agents",
                "codex",
                "dotnet",
                "openai-node",
                "openai-python",
                "vercel",
            }.Select(client => new ClientCell(
                client,
                isWrong && client == "codex" ? "breaks" : "works",
                isWrong && client == "codex" ? "stream disconnected before completion" : ""))],
            Findings = [.. isWrong ? new[] { wrong } : [], .. number % 10 == 4 ? new[] { Broken } : []],
        };
    }
}

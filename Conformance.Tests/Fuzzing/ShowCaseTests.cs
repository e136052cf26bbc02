using System.Text;
using Conformance.Fuzzing.Generating;
using MockUpstream.Playing;
using NUnit.Framework;

namespace Conformance.Tests.Fuzzing;

internal sealed class ShowCaseTests
{
    [Test, Explicit, CancelAfter(100000)]
    public async Task Show(CancellationToken cancellationToken)
    {
        foreach (var number in Environment.GetEnvironmentVariable("FUZZ_CASES")!.Split(','))
        {
            var scenario = FuzzCases.Create(long.Parse(Environment.GetEnvironmentVariable("FUZZ_SEED")!), long.Parse(number));
            var exchange = scenario.Turns[0].Upstream[0];
            await TestContext.Progress.WriteLineAsync($"##### {number} {exchange.Status} {exchange.Body} {exchange.Wire}");
            await TestContext.Progress.WriteLineAsync(Encoding.UTF8.GetString([.. ScriptCompiler.Compile(exchange, "m").Pieces.OfType<WritePiece>().SelectMany(w => w.Bytes.ToArray())]).Replace("\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\",", "").ReplaceLineEndings("\n"));
            await TestContext.Progress.WriteLineAsync(string.Join('\n', scenario.Turns[0].Expect.Outcomes.Select(o => o.Final.ToString())));
            await TestContext.Progress.WriteLineAsync(string.Join('\n', await InProcessJudge.JudgeAsync(scenario, cancellationToken)));
        }
    }
}

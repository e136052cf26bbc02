using System.Text;
using System.Text.Json;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Asking;
using Conformance.Turns;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing;

/// <summary>Plays one generated case through the relay in this process, and judges it as a run over the wire does.</summary>
internal static class InProcessJudge
{
    private static readonly CaseJudge Judge = CaseJudge.Create(goldens: null);

    private static readonly int[] Sizes = [1, 7, int.MaxValue];

    /// <summary>Returns what is wrong, a line each; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> JudgeAsync(Scenario scenario, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await PlayAsync(scenario, number, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [$"{exception.GetType().Name} expected none, received {exception}"];
        }
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(Scenario scenario, long number, CancellationToken cancellationToken)
    {
        var exchange = scenario.Turns[0].Upstream[0];
        var request = InProcessRelay.Request(scenario, stream: true);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(request);
        var script = exchange.Steps.Count > 0 ? ScriptCompiler.Compile(exchange, "gpt-fuzz") : null;
        var stream = await AskAsync(bytes, exchange, script, size: null, cancellationToken);
        var body = await AskAsync(
            JsonSerializer.SerializeToUtf8Bytes(InProcessRelay.Request(scenario, stream: false)),
            exchange,
            script,
            size: null,
            cancellationToken);
        var turn = Turn(scenario, request, stream, body, exchange, script);
        var checks = Judge.Check(turn);
        List<string> wrong =
        [
            .. checks.BrokenChecks.Select(static broken => $"harness: {broken}"),
            .. checks.Findings.Concat(Judge.Expect(turn, Bindings.None).Findings)
                .Where(static finding => finding.Severity == Severity.Error)
                .Select(static finding =>
                    $"{finding.Check}: {finding.Message} expected {finding.Expected}, received {finding.Received} ({finding.Member})"),
        ];
        if (script is not null)
        {
            var size = Sizes[(int)(number % Sizes.Length)];
            var recut = await AskAsync(bytes, exchange, script, size, cancellationToken);
            if (!recut.Answer.Body.Span.SequenceEqual(stream.Answer.Body.Span) || recut.Answer.Status != stream.Answer.Status)
            {
                wrong.Add($"variation: cut into {size}: other events");
            }
        }

        return wrong;
    }

    private static Task<InProcessRelay.Exchanged> AskAsync(
        byte[] request, Exchange exchange, Script? script, int? size, CancellationToken cancellationToken) => InProcessRelay.AskAsync(
        request,
        () => script is null
            ? (exchange.Status, new MemoryStream(Body(exchange)))
            : (exchange.Status, size is { } cut ? PieceStream.Of(script).Recut(cut) : PieceStream.Of(script)),
        cancellationToken);

    private static byte[] Body(Exchange exchange) => exchange.Body is not { } body
        ? []
        : Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());

    private static RecordedTurn Turn(
        Scenario scenario,
        JsonElement request,
        InProcessRelay.Exchanged stream,
        InProcessRelay.Exchanged body,
        Exchange exchange,
        Script? script)
    {
        var received = new ReceivedRequest(
            1,
            "POST",
            "/v1/chat/completions",
            [KeyValuePair.Create("content-type", "application/json"), KeyValuePair.Create("authorization", "Bearer $key")],
            stream.Chat);
        var writes = script is null
            ? [new SentWrite(1, 0, exchange.Place, Body(exchange))]
            : script.Pieces.OfType<WritePiece>()
                .Select(static write => new SentWrite(1, write.Step.Number, write.Step.Place, write.Bytes))
                .ToList();
        return new RecordedTurn
        {
            Scenario = scenario,
            Index = 0,
            Request = request,
            Answer = stream.Answer,
            NonStream = body.Answer,
            Wire = stream.Answer.GetHeader("content-type")?.StartsWith("text/event-stream", StringComparison.Ordinal) == true
                ? Judge.Read(stream.Answer)
                : null,
            Upstream = new UpstreamRecord(stream.Chat is null ? [] : [new ExchangeRecord
            {
                Request = received,
                Exchange = 0,
                Status = exchange.Status,
                Headers = [],
                Writes = writes,
                Completed = true,
                EndedAt = 2,
            }]),
            Relay = RelayTraits.Foreign,
            TicksPerSecond = 1000,
        };
    }
}

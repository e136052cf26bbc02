using System.Globalization;
using System.Text;
using Conformance.Fuzzing.Generating;
using Conformance.Fuzzing.Requesting;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>
/// Wild requests to every endpoint over real sockets: an answer in bounded time, errors in OpenAI's shape, and no status 5xx, because the
/// upstream always answers well.
/// </summary>
[CancelAfter(4 * 3_600_000)]
internal sealed class RequestWireFuzzTests
{
    private const int Requests = 8_000;
    private const int Seed = 1;

    private static readonly WireAnswer Sound = new(
        200,
        "content-type: text/event-stream\r\n",
        [
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n"u8.ToArray(),
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8.ToArray(),
        ],
        CloseKind.Clean);

    [Test]
    public async Task Requests_have_an_answer_and_no_5xx(CancellationToken cancellationToken)
    {
        var seed = FuzzBudget.Read("FUZZ_SEED", Seed);
        await using var stage = await WireStage.StartAsync(FuzzedSetting.All(seed), Sound, cancellationToken);
        var client = new RawClient(new RequestAddress(stage.Address), WireStage.Patience, TimeProvider.System);
        var id = await StoreAsync(client, seed, cancellationToken);

        var (first, count) = (FuzzBudget.Read("FUZZ_FIRST", 0), FuzzBudget.Read("FUZZ_REQUESTS", Requests));

        var found = await new FuzzBudget("requests", seed, first, count).RunAsync(
            async (number, token) =>
            {
                var request = WildRequests.Create(seed, number, ModelOf(stage.SettingOf(number)));
                if (request.Method == "DELETE")
                {
                    // Each deletion gets its own stored response, because the others use the shared one.
                    return Find(request, await client.SendAsync(request, await StoreAsync(client, seed, token), token));
                }

                return Find(request, await client.SendAsync(request, id, token));
            },
            cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(found, Is.Empty);
            Assert.That(stage.Log.Lines, Is.Empty);
            Assert.That(stage.Upstream.Failures, Is.Empty);
        });
    }

    private static string ModelOf(int setting) => string.Create(CultureInfo.InvariantCulture, $"s{setting}/m");

    private static async Task<string> StoreAsync(RawClient client, long seed, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"model\":\"{ModelOf(0)}\",\"input\":\"seed {seed}\",\"stream\":true}}");
        var request = new WildRequest("POST", "/v1/responses", [KeyValuePair.Create("content-type", "application/json")], body);
        var reply = await client.SendAsync(request, "", cancellationToken);
        return ReadEvents.Read(reply.Body.Span).Events[0].Json.GetProperty("response").GetProperty("id").GetString()!;
    }

    private static IReadOnlyList<string> Find(WildRequest request, WireReply reply) =>
        FindFault(request, reply) is { } fault ? [$"{fault} to {Show(request)}"] : [];

    private static string? FindFault(WildRequest request, WireReply reply) =>
        RequestJudge.FindFault(request, reply)?.Message ?? FindOwnFault(request, reply);

    // Demanded of the bundled relay alone: no status 5xx at all, the shape of errors on every path, the exact form of events.
    private static string? FindOwnFault(WildRequest request, WireReply reply) =>
        reply.Fault is not null ? null
        : reply.Status >= 500 ? $"status {reply.Status}"
        : request.Method is "HEAD" or "OPTIONS" ? null
        : reply.Status >= 400 ? reply.FindErrorShapeFault()
        : reply.IsStream ? FindStreamFault(request, reply)
        : reply.ContentType == "application/json" && reply.Json is null ? $"a body that is no JSON: {reply.Text}"
        : null;

    private static string? FindStreamFault(WildRequest request, WireReply reply)
    {
        var read = ReadEvents.Read(reply.Body.Span);
        return read.Faults is [var fault, ..] ? fault
            : request.Method == "POST" && read.Terminals.Count != 1 ? $"{read.Terminals.Count} ends"
            : null;
    }

    private static string Show(WildRequest request) =>
        $"{request.Method} {request.Target} {string.Join(", ", request.Headers)} {request.CutAt} "
            + (request.Body is { } body ? Encoding.UTF8.GetString(body) : "");
}

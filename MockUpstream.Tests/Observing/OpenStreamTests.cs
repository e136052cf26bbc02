using System.Net;
using System.Text.Json;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Observing;

/// <summary>Open streams and gates are seen, ended and released over HTTP.</summary>
[CancelAfter(60_000)]
internal sealed class OpenStreamTests
{
    [Test]
    public async Task An_open_stream_is_listed_with_its_case_and_step_and_can_be_ended(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Hold("response.created"), Raw("b"));
        using var admin = new AdminClient(stage.Host.BaseUrl);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);

        var open = await StreamsAsync(admin, cancellationToken);
        await admin.SendAsync(HttpMethod.Delete, $"streams/{open.Single().GetProperty("id")}", null, cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.FromSeconds(5), cancellationToken);

        Assert.That((open.Single().GetProperty("case").GetString(), peer.Body), Is.EqualTo((Stage.Key, "1\r\na\r\n")));
        Assert.That(open.Single().GetProperty("step").GetInt32(), Is.EqualTo(1).Or.EqualTo(2));
        Assert.That((turn.Exchanges.Single().Completed, turn.Exchanges.Single().PeerGoneAt), Is.EqualTo((false, (long?)null)));
    }

    [Test]
    public async Task A_stream_that_has_ended_is_not_listed(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"));
        using var admin = new AdminClient(stage.Host.BaseUrl);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("0\r\n\r\n", cancellationToken);

        // The log waits for whatever is about to end.
        await admin.SendAsync(HttpMethod.Get, "requests", null, cancellationToken);
        var open = await StreamsAsync(admin, cancellationToken);
        var (status, reason) = await admin.TrySendAsync(HttpMethod.Delete, "streams/1", null, cancellationToken);

        Assert.That((open.Count, status), Is.EqualTo((0, HttpStatusCode.NotFound)));
        Assert.That(reason, Does.Contain("No stream '1' is open"));
    }

    [Test]
    public async Task A_gate_is_seen_and_released_over_HTTP(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"));
        using var admin = new AdminClient(stage.Host.BaseUrl);
        var waiting = stage.Host.Gates.WaitAsync("go on", cancellationToken);

        var gates = JsonElement.Parse(await admin.SendAsync(HttpMethod.Get, "gates", null, cancellationToken));
        var before = waiting.IsCompleted;
        await admin.SendAsync(HttpMethod.Post, "gates/go%20on", null, cancellationToken);
        await waiting;

        Assert.That((gates.GetProperty("waiting")[0].GetString(), before), Is.EqualTo(("go on", false)));
    }

    [Test]
    public async Task A_path_that_is_not_served_names_those_that_are(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"));
        using var admin = new AdminClient(stage.Host.BaseUrl);

        var (status, reason) = await admin.TrySendAsync(HttpMethod.Put, "gates/a", null, cancellationToken);

        Assert.That(
            (status, reason.Contains("POST /__admin/gates/NAME", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.NotFound, true)));
    }

    private static async Task<IReadOnlyList<JsonElement>> StreamsAsync(AdminClient admin, CancellationToken cancellationToken) =>
        [.. JsonElement.Parse(await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken))
            .GetProperty("streams")
            .EnumerateArray()];
}

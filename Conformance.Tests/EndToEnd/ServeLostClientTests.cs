using NUnit.Framework;

namespace Conformance.Tests.EndToEnd;

/// <summary>Clients that leave or read slowly leave no memory and no socket behind in the process of <c>relayconf serve</c>.</summary>
[CancelAfter(60_000)]
[NonParallelizable]
internal sealed class ServeLostClientTests
{
    private const int Piece = 4 * 1024;
    private const int Pieces = 8 * 1024;
    private const int Many = 1_000;

    // The garbage collector gives memory back when it likes. Held streams would be 500 MB and 30 MB.
    private const long MostGrowth = 64 << 20;
    private const long MostForOneStream = 16 << 20;

    [Test]
    [Platform("Linux", Reason = "The test reads the memory and sockets of a process from /proc.")]
    public async Task The_process_of_serve_is_as_small_after_a_thousand_clients_as_before(CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(
            [
                ("text/gated", CaseText.WithUpstream("{steps: [raw: a, gate: go, raw: b]}").Replace(
                    "{ask: Hi}", "{ask: Hi, then: {release: go, after: created}}", StringComparison.Ordinal)),
                ("text/large", CaseText.WithUpstream(
                    $"{{steps: [{{repeat: {{times: {Pieces}, steps: [raw: {new string('x', Piece)}]}}}}]}}")),
            ],
            cancellationToken);
        await serve.UntilIdleAsync(int.MaxValue, cancellationToken);
        var sockets = serve.Sockets();
        var atStart = serve.ResidentBytes();
        var peers = new LeavingPeers(serve.BaseUrl, "rc-text.gated", "rc-text.large");
        await peers.LeaveAsync(Many, cancellationToken);
        await serve.UntilIdleAsync(sockets, cancellationToken);
        var before = serve.ResidentBytes();

        await peers.LeaveAsync(Many, cancellationToken);
        await serve.UntilIdleAsync(sockets, cancellationToken);
        var afterMany = serve.ResidentBytes();

        using var slow = new RawPeer();
        await SlowReader.ReadAsync(
            slow, serve.BaseUrl, "rc-text.large", () => serve.GetAsync("/__admin/streams", cancellationToken), cancellationToken);
        var whileSlow = serve.ResidentBytes();
        slow.Dispose();
        await serve.UntilIdleAsync(sockets, cancellationToken);

        TestContext.Out.WriteLine($"resident: {atStart >> 10} kB at the start, {before >> 10} kB after {Many} "
            + $"clients, {afterMany >> 10} kB after {Many} more, {whileSlow >> 10} kB with a slow reader; sockets: {sockets}");
        Assert.That(await serve.GetAsync("/__admin/gates", cancellationToken), Is.EqualTo("""{"waiting":[]}"""));
        Assert.That(afterMany - before, Is.LessThan(MostGrowth));
        Assert.That(whileSlow - afterMany, Is.LessThan(MostForOneStream));
    }
}

using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>Node's own HTTP readers see each proven boundary of the mock as a read of its own.</summary>
[Category(ClientPackages.Category)]
[Platform(Include = "Linux", Reason = "Only Linux tells what the other end of a connection has read.")]
[CancelAfter(60_000)]
internal sealed class NodeReadsTests
{
    private const int Pieces = 400;
    private const string Key = "rc-reads";

    private const string Http = """
        const request = require("node:http").request(ADDRESS, {method: "POST", headers: {"content-type": "application/json"}}, (answer) => {
          const sizes = [];
          answer.on("data", (piece) => sizes.push(piece.length));
          answer.on("end", () => console.log(sizes.join(" ")));
        });
        request.end(BODY);
        """;

    private const string Fetch = """
        (async () => {
          const answer = await fetch(ADDRESS, {method: "POST", headers: {"content-type": "application/json"}, body: BODY});
          const sizes = [];
          for await (const piece of answer.body) sizes.push(piece.length);
          console.log(sizes.join(" "));
        })();
        """;

    [TestCase(Http, TestName = "Node_http_reads_four_hundred_pieces_one_by_one")]
    [TestCase(Fetch, TestName = "Node_fetch_reads_four_hundred_pieces_one_by_one")]
    public async Task Node_reads_each_piece_alone(string program, CancellationToken cancellationToken)
    {
        var exchange = Make.Exchange(Make.Raw(new string('x', Pieces)) with { Split = new Split { Every = 1 } }) with
        {
            Wire = new Wire { Settle = Settle.Read },
        };
        await using var mock = MockUpstreamHost.Build(new MockUpstreamOptions());
        await mock.StartAsync(cancellationToken);
        var playback = mock.Register(Make.Scenario([exchange]), Key);
        playback.BeginTurn(0);
        var head = $$"""const ADDRESS = "{{mock.BaseUrl}}/chat/completions", BODY = '{"model":"{{Key}}","stream":true,"messages":[]}';""";

        // The proxy that ClientProcess sets up would stand between the two.
        var ran = await ClientProcess.RunOpenAsync(
            ClientPackages.Node,
            ["-e", head + "\n" + program],
            TestContext.CurrentContext.WorkDirectory,
            ClientProcess.Bare(TestContext.CurrentContext.WorkDirectory),
            ClientProcess.Ignore,
            cancellationToken);

        Assert.That(ran.Output.Trim().Split(' '), Is.EqualTo(Enumerable.Repeat("1", Pieces)), ran.Error);
    }
}

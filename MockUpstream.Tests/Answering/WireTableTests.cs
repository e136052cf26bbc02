using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;

namespace MockUpstream.Tests.Answering;

/// <summary>The table in the mock's README says what a raw reader sees of each word.</summary>
[CancelAfter(60_000)]
[Platform(Include = "Linux", Reason = "The boundaries of the table are those that Linux can prove.")]
[NonParallelizable]
internal sealed class WireTableTests
{
    private const string Last = "0\r\n\r\n";

    private static readonly WireRow[] Rows =
    [
        new("a write per step", "{steps: [raw: ab, raw: c], wire: {settle: read}}") { Until = Last, ShowsReads = true },
        new("`burst`", "{steps: [{burst: [raw: ab, raw: c]}], wire: {settle: read}}") { Until = Last, ShowsReads = true },
        new("`split: 1`", "{steps: [{raw: abc, split: 1}], wire: {settle: read}}") { Until = Last, ShowsReads = true },
        new("`split: chars`", "{steps: [{raw: 'Zoë', split: chars}], wire: {settle: read}}") { Until = Last, ShowsReads = true },
        new("`bom`", "{steps: [raw: a], wire: {bom: true, settle: read}}") { Until = Last, ShowsReads = true },
        new("`settle: sent`", "{steps: [raw: ab, raw: c], wire: {settle: sent}}") { Until = Last },
        new("`settle: 60ms`", "{steps: [raw: a, raw: b, raw: c], wire: {settle: 60ms}}")
        {
            Until = Last,
            Least = TimeSpan.FromMilliseconds(120),
        },
        new("`wait`", "{steps: [raw: a, wait: 150ms, raw: b]}") { Until = Last, Least = TimeSpan.FromMilliseconds(149) },
        new("`stall: 150ms`", "{steps: [raw: a, stall: 150ms, raw: b]}") { Until = Last, Least = TimeSpan.FromMilliseconds(149) },
        new("`pace`", "{steps: [raw: a, raw: b, raw: c], pace: {ttft: 50ms, rate: 20/s}}")
        {
            Until = Last,
            Least = TimeSpan.FromMilliseconds(149),
        },
        new("`gate`", "{steps: [raw: a, gate: go, raw: b]}") { Until = Last, Releases = ("a\r\n", "go") },
        new("`stall`", "{steps: [raw: a, stall]}") { Until = "a\r\n" },
        new("head, then silence", "{steps: [flush, stall]}") { Until = "\r\n\r\n" },
        new("`connection: silent`", "{wire: {connection: silent}}") { Until = "" },
        new("`close: clean`", "{steps: [raw: a, close: clean]}") { Until = Last },
        new("`close: after-response`", "{steps: [raw: a, close: after-response]}"),
        new("`close: never`", "{steps: [raw: a, done, close: never]}") { Until = "data: [DONE]\n\n\r\n" },
        new("`close: truncate`", "{steps: [raw: a, close: truncate]}"),
        new("`close: mid-chunk`", "{steps: [raw: a, close: mid-chunk]}"),
        new("`close: reset`", "{steps: [raw: a, close: reset]}"),
        new("reset inside a frame", "{steps: [{raw: 'data: {}', keep: 5}, close: reset]}"),
        new("reset behind the head", "{steps: [flush, close: reset]}"),
        new("reset without an answer", "{steps: [close: reset]}"),
        new("`info`", "{info: [100, 103], steps: [raw: a]}") { Until = Last },
        new("`trailers`", "{trailers: {x-sum: 7}, steps: [raw: a]}"),
        new("content-length too long", "{headers: {content-length: 9}, steps: [raw: abc]}"),
        new("content-length too short", "{headers: {content-length: 2}, steps: [raw: abc]}"),
        new("broken chunk size", """{steps: [raw: a, tcp: "zz\r\n", close: truncate]}"""),
        new("half a head", """{steps: [tcp: "HTTP/1.1 200 OK\r\nContent-Ty", close: truncate]}"""),
        new("half a head, then silence", """{steps: [tcp: "HTTP/1.1 200 OK\r\nContent-Ty", stall]}""") { Until = "Ty" },
        new(
            "two answers",
            """{steps: [tcp: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", tcp: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"]}"""),
        new("no HTTP at all", """{steps: [tcp: "SSH-2.0-mock\r\n"]}"""),
    ];

    [Test]
    [Category(WrittenPage.Category)]
    public async Task The_table_in_the_readme_is_what_a_raw_reader_saw(CancellationToken cancellationToken)
    {
        var table =
            new StringBuilder("| Word | Asked | On the wire | Reads of the body, or time | End |\n| --- | --- | --- | --- | --- |\n");
        foreach (var row in Rows)
        {
            table.Append(await row.ReadAsync(cancellationToken)).Append('\n');
        }

        table.Append(CultureInfo.InvariantCulture, $"| connection refused | an address at which nothing listens, in `relay.config` | "
            + $"nothing | | {await RefusedAsync(cancellationToken)} |\n");
        table.Append(
            CultureInfo.InvariantCulture,
            $"| `close: reset` on HTTP/2 | `{{steps: [raw: a, close: reset]}}` | {await ResetStreamAsync(cancellationToken)} |\n");
        WrittenPage.AssertHolds("MockUpstream/README.md", "wire table", table.ToString());
    }

    private static async Task<string> RefusedAsync(CancellationToken cancellationToken)
    {
        // Bound and not listening: nobody else can take the port.
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await peer.ConnectAsync(bound.LocalEndPoint!, cancellationToken); // It is bound.
            return "connected";
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode.ToString();
        }
    }

    private static async Task<string> ResetStreamAsync(CancellationToken cancellationToken)
    {
        // A client forgets what it has not read when the stream is reset.
        await using var stage = await Stage.OpenAsync(
            Make.Scenario(Make.Raw("a"), Make.Gate("go"), Make.Close(CloseKind.Reset)),
            new MockUpstreamOptions { H2c = true },
            cancellationToken);
        using var client = new Http2Peer(stage.Host.H2cUrl);
        using var answer = await client.AskAsync(Stage.Key, cancellationToken);
        var first = await answer.ReadAsync(cancellationToken);

        stage.Host.Gates.Release("go");

        return $"DATA `{first}` | | {await answer.ReadToEndAsync(cancellationToken)}";
    }
}

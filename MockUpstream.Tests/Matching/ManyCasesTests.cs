using System.Diagnostics;
using System.Net.Http.Json;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Matching;

/// <summary>The cost of finding a case does not grow with the number of cases.</summary>
[CancelAfter(60_000)]
internal sealed class ManyCasesTests
{
    private const int Rounds = 200;

    // One WireMock mapping a case would cost about a hundred times as much.
    private const double MostGrowth = 3;

    [Test]
    public async Task Two_thousand_cases_are_matched_as_fast_as_twenty(CancellationToken cancellationToken)
    {
        await using var few = await HostAsync(20, cancellationToken);
        await using var many = await HostAsync(2_000, cancellationToken);
        using var client = new HttpClient();
        await AskAsync(client, few, cancellationToken);
        await AskAsync(client, many, cancellationToken);

        // Side by side, so that whatever else the machine does slows both.
        List<TimeSpan> withFew = [], withMany = [];
        for (var round = 0; round < Rounds; round++)
        {
            withFew.Add(await AskAsync(client, few, cancellationToken));
            withMany.Add(await AskAsync(client, many, cancellationToken));
        }

        var growth = Median(withMany) / Median(withFew);
        TestContext.Out.WriteLine(
            $"20 cases: {Median(withFew).TotalMicroseconds:0} µs; 2,000 cases: {Median(withMany).TotalMicroseconds:0} µs a request");
        Assert.That(growth, Is.LessThan(MostGrowth));
    }

    private static async Task<MockUpstreamHost> HostAsync(int cases, CancellationToken cancellationToken)
    {
        var host = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await host.StartAsync(cancellationToken);
        for (var number = 0; number < cases; number++)
        {
            host.Register(Scenario(Raw("x")), $"rc-case-{number}");
        }

        return host;
    }

    private static async Task<TimeSpan> AskAsync(HttpClient client, MockUpstreamHost host, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsJsonAsync(
            new Uri(host.BaseUrl, "/v1/chat/completions"), new { model = "rc-case-19", stream = true }, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(begun);

        Assert.That(body, Is.EqualTo("x"));
        return took;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}

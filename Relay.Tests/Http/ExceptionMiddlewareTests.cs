using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Contract;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>
/// A fault of the relay itself is answered in the usual shape, and neither answer nor log holds the text of a client or vendor.
/// </summary>
[CancelAfter(60_000)]
internal sealed class ExceptionMiddlewareTests
{
    private const string Words = "walnut-grove-17";

    [Test]
    public async Task A_fault_before_the_answer_is_a_500_in_the_usual_shape(CancellationToken cancellationToken)
    {
        var options = new RelayOptions { Upstream = RawUpstream.Unreachable() };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken, ids: new FaultyIds());

        using var answer = await relay.PostAsync("""{"model":"m","input":"a"}""", cancellationToken);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;

        Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((500, "relay_error")));
        Assert.That(relay.Log, Does.Contain("failed inside the relay: InvalidOperationException at Relay.").And.Not
            .Contain(Words).And.Not
            .Contain(".cs:line"));
    }

    private sealed class FaultyIds : IIdSource
    {
        public string NewId(string prefix) => throw new InvalidOperationException(Words);
    }
}

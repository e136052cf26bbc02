using System.Text;
using NUnit.Framework;
using Relay.Policies;
using Relay.Requests;

namespace Relay.Tests.Requests;

/// <summary>
/// Requests of a size that only an attacker or a very long day brings are read in time that grows with them and no faster.
/// </summary>
internal sealed class LargeRequestTests
{
    [Test, CancelAfter(60_000)]
    public void A_body_of_fifty_megabytes_is_read(CancellationToken cancellationToken)
    {
        var text = new string('x', 50 << 20);

        var sent = new ChatRequestOf($"\"input\":\"{text}\"");

        Assert.That(sent.Messages[0], Has.Length.EqualTo(text.Length + "user ".Length));
        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
    }

    [TestCase("one id for all", false)]
    [TestCase("an id for each", true)]
    [CancelAfter(60_000)]
    public void A_hundred_thousand_calls_are_paired(string name, bool hasOwnIds, CancellationToken cancellationToken)
    {
        var items = Enumerable.Range(0, 100_000)
            .Select(i => $$"""{"type":"function_call","call_id":"{{(hasOwnIds ? i : 0)}}","name":"f","arguments":"{\"a\":{{i}}}"}""");
        var outputs = Enumerable.Range(0, 100_000)
            .Select(i => $$"""{"type":"function_call_output","call_id":"{{(hasOwnIds ? i : 0)}}","output":"{{i}}"}""");
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","input":[{{string.Join(',', items.Concat(outputs))}}]}""");

        var request = RequestTranslator.Translate(body, RelayPolicies.Default, "resp_1", 1, out var problem);

        Assert.That(problem, Is.Null, name);
        Assert.That(request!.Warnings, Is.Empty);
        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
    }

    [Test, CancelAfter(60_000)]
    public void Ten_thousand_unknown_members_do_not_fill_the_log(CancellationToken cancellationToken)
    {
        var members = Enumerable.Range(0, 10_000).Select(static i => $"\"{new string((char)('a' + (i % 26)), (i / 26 % 50) + 1)}{i}\":{i}");

        var sent = new ChatRequestOf($"\"input\":\"a\",{string.Join(',', members)}");

        Assert.That(sent.Warnings, Has.Count.LessThanOrEqualTo(50));
        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
    }
}

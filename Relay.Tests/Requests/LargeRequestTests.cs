using System.Text;
using NUnit.Framework;
using Relay.Policies;
using Relay.Requests;
using Relay.Tests.Support;

namespace Relay.Tests.Requests;

/// <summary>
/// Requests of a size that only an attacker or a very long day brings are read in time that grows with them and no faster.
/// </summary>
internal sealed class LargeRequestTests
{
    // Of processor time: some seconds on a slow machine.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    [Test]
    public void A_body_of_fifty_megabytes_is_read()
    {
        var since = ThreadTime.Now;
        var text = new string('x', 50 << 20);

        var sent = new ChatRequestOf($"\"input\":\"{text}\"");

        Assert.That(sent.Messages[0], Has.Length.EqualTo(text.Length + "user ".Length));
        Assert.That(ThreadTime.Now - since, Is.LessThan(Most));
    }

    [TestCase("one id for all", false)]
    [TestCase("an id for each", true)]
    public void A_hundred_thousand_calls_are_paired(string name, bool hasOwnIds)
    {
        var since = ThreadTime.Now;
        var items = Enumerable.Range(0, 100_000)
            .Select(i => $$"""{"type":"function_call","call_id":"{{(hasOwnIds ? i : 0)}}","name":"f","arguments":"{\"a\":{{i}}}"}""");
        var outputs = Enumerable.Range(0, 100_000)
            .Select(i => $$"""{"type":"function_call_output","call_id":"{{(hasOwnIds ? i : 0)}}","output":"{{i}}"}""");
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","input":[{{string.Join(',', items.Concat(outputs))}}]}""");

        var request = RequestTranslator.Translate(body, RelayPolicies.Default, "resp_1", 1, out var problem);

        Assert.That(problem, Is.Null, name);
        Assert.That(request!.Warnings, Is.Empty);
        Assert.That(ThreadTime.Now - since, Is.LessThan(Most));
    }

    [Test]
    public void Ten_thousand_unknown_members_do_not_fill_the_log()
    {
        var since = ThreadTime.Now;
        var members = Enumerable.Range(0, 10_000).Select(static i => $"\"{new string((char)('a' + (i % 26)), (i / 26 % 50) + 1)}{i}\":{i}");

        var sent = new ChatRequestOf($"\"input\":\"a\",{string.Join(',', members)}");

        Assert.That(sent.Warnings, Has.Count.LessThanOrEqualTo(50));
        Assert.That(ThreadTime.Now - since, Is.LessThan(Most));
    }
}

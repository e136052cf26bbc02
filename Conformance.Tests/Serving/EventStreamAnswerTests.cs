using System.Text;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Relay;
using Relay.Policies;
using Relay.Requests;
using Relay.Streaming;
using Relay.Translating;

namespace Conformance.Tests.Serving;

[TestFixture]
internal sealed class EventStreamAnswerTests
{
    [Test]
    [CancelAfter(30_000)]
    public async Task A_silence_broken_between_opening_and_the_first_events_sends_headers_and_events_and_no_bare_comment(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var request = RequestTranslator.Translate("""{"model":"m","input":"a","stream":true}"""u8.ToArray(), RelayPolicies.Default, "resp_1", 0, out _);
        var translator = new StreamTranslator(request!.Echo, RelayPolicies.Default, RandomIdSource.Instance);
        using var answer = new EventStreamAnswer(context.Response, translator);
        translator.Begin(answer.Events);

        answer.Open();
        await answer.BreakSilenceAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(context.Response.ContentType, Does.StartWith("text/event-stream"));
            Assert.That(Encoding.UTF8.GetString(body.ToArray()), Does.StartWith("event: response.created\n"));
        });
    }
}

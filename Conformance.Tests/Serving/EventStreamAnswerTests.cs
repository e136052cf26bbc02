using System.Text;
using Conformance.Tests.Translating;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Relay.Policies;
using Relay.Streaming;
using Relay.Translating;

namespace Conformance.Tests.Serving;

[TestFixture]
internal sealed class EventStreamAnswerTests
{
    [Test]
    public async Task A_silence_between_the_last_payload_and_the_end_starts_the_stream_with_what_waits()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var translator = new StreamTranslator(TranslationSetup.EchoOf("{}"), RelayPolicies.Default, new CountedIds());
        using var answer = new EventStreamAnswer(context.Response, translator);
        translator.Begin(answer.Events);
        translator.Translate(Encoding.UTF8.GetBytes(Chunks.Text("a")), answer.Events);
        answer.Open();

        await answer.BreakSilenceAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Started);
            Assert.That(context.Response.ContentType, Does.StartWith("text/event-stream"));
            Assert.That(Encoding.UTF8.GetString(body.ToArray()), Does.StartWith("event: response.created\n").And.Contains("output_text.delta"));
        });
    }
}

using System.Text;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Relay.Policies;
using Relay.Exchange;
using Relay.Http;
using Relay.Tests.Translating;
using Relay.Translating;

namespace Relay.Tests.Http;

internal sealed class SseSinkTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task A_silence_broken_between_the_last_read_and_the_end_starts_the_answer_first(CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var translator = new StreamTranslator(TranslationSetup.EchoOf("{}"), RelayPolicies.Default, new CountedIds());
        using var output = new EventOutput(new SseSink(context.Response), translator, recorder: null, CancellationToken.None);
        translator.Begin(output.Events);
        output.Open();

        await output.BreakSilenceAsync(cancellationToken);

        var sent = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        Assert.That((context.Response.ContentType, sent), Is.EqualTo(("text/event-stream; charset=utf-8", sent)));
        Assert.That(sent, Does.StartWith("event: response.created"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_model_that_is_still_waited_for_is_the_one_asked_for_when_the_stream_opens_early(CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var translator = new StreamTranslator(
            TranslationSetup.EchoOf("{}"), RelayPolicies.Default with { ReportModel = ReportModel.Upstream }, new CountedIds());
        using var output = new EventOutput(new SseSink(context.Response), translator, recorder: null, CancellationToken.None);

        await output.BreakSilenceAsync(cancellationToken);

        var sent = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        Assert.That(sent, Does.StartWith("event: response.created").And.Contain("\"model\":\"m\""));
    }
}

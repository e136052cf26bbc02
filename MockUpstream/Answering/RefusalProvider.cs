using System.Text;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Answering;

/// <summary>Answers the requests that match no case, with the reason.</summary>
internal sealed class RefusalProvider(CaseRegistry cases, TimeProvider time) : IResponseProvider
{
    private const string ContentLength = "content-length";

    /// <inheritdoc/>
    public Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping,
        HttpContext context,
        IRequestMessage requestMessage,
        WireMockServerSettings settings)
    {
        var arrival = Arrival.Create(requestMessage, time);
        var refusal = CreateRefusal(arrival);
        arrival.Refused = true;
        return Task.FromResult<(IResponseMessage, IMapping?)>((CreateMessage(context, refusal), null));
    }

    private ExchangeAnswer CreateRefusal(Arrival arrival)
    {
        if (arrival.Problem is { } problem)
        {
            RecordStray(arrival);
            return problem;
        }

        return arrival switch
        {
            { IsChat: true, Chat: { IsJson: false } chat } => RefuseUnread(arrival, chat),
            { IsChat: true, Chat: { } chat } => Refusals.NoScenarioMatched(chat, cases.All.Select(known => known.Key)),
            _ => RefuseStray(arrival),
        };
    }

    /// <summary>Returns a key still names the case, and the record of the case must show the request.</summary>
    private ExchangeAnswer RefuseUnread(Arrival arrival, ChatRequestSummary chat)
    {
        var refusal = Refusals.NotJson(arrival.Body.Length);
        if (cases.TryMatch(chat, out var playback))
        {
            arrival.Case = playback;
            playback.RecordRefusal(arrival.Received, refusal);
        }

        return refusal;
    }

    private ExchangeAnswer RefuseStray(Arrival arrival)
    {
        RecordStray(arrival);
        return Refusals.UnknownPath(arrival.Method, arrival.Path);
    }

    /// <summary>Records a request for a path or method that no chat upstream serves with the case that sent it.</summary>
    private void RecordStray(Arrival arrival)
    {
        if (!arrival.IsChat && arrival.Chat is { } chat && cases.TryMatch(chat, out var playback))
        {
            arrival.Case = playback;
            playback.RecordStray(arrival.Received);
        }
    }

    private ResponseMessage CreateMessage(HttpContext context, ExchangeAnswer refusal)
    {
        var message = new ResponseMessage { StatusCode = refusal.Status, DateTime = time.GetUtcNow().UtcDateTime };
        foreach (var (name, value) in refusal.Headers.Where(header => header.Key != ContentLength))
        {
            message.AddHeader(name, value);
        }

        // WireMock sends no length for bodies that it writes itself.
        var body = refusal.Script.Pieces.OfType<WritePiece>().Single().Bytes;
        context.Response.ContentLength = body.Length;
        message.BodyData = new BodyData
        {
            DetectedBodyType = BodyType.String,
            BodyAsString = Encoding.UTF8.GetString(body.Span),
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        return message;
    }
}

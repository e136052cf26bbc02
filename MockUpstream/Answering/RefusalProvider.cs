using System.Text;
using Microsoft.AspNetCore.Http;
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

/// <summary>Answers the requests that no case answers, and says why.</summary>
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
        var arrival = Arrival.Of(requestMessage, time);
        var refusal = Refuse(arrival);
        arrival.Refused = true;
        return Task.FromResult<(IResponseMessage, IMapping?)>((Message(context, refusal), null));
    }

    private ExchangeAnswer Refuse(Arrival arrival)
    {
        if (arrival.Problem is { } problem)
        {
            Note(arrival);
            return problem;
        }

        return arrival switch
        {
            { IsChat: true, Chat: { IsJson: false } chat } => RefuseUnread(arrival, chat),
            { IsChat: true, Chat: { } chat } => Refusals.NoScenarioMatched(chat, cases.All.Select(known => known.Key)),
            _ => RefuseStray(arrival),
        };
    }

    /// <summary>A key still names the case, and the record of the case must show the request.</summary>
    private ExchangeAnswer RefuseUnread(Arrival arrival, ChatRequest chat)
    {
        var refusal = Refusals.NotJson(arrival.Body.Length);
        if (cases.TryMatch(chat, out var playback))
        {
            arrival.Case = playback;
            playback.Refuse(arrival.Received, refusal);
        }

        return refusal;
    }

    private ExchangeAnswer RefuseStray(Arrival arrival)
    {
        Note(arrival);
        return Refusals.UnknownPath(arrival.Method, arrival.Path);
    }

    /// <summary>Notes a path or method that no chat upstream serves in the record of the case that asked.</summary>
    private void Note(Arrival arrival)
    {
        if (!arrival.IsChat && arrival.Chat is { } chat && cases.TryMatch(chat, out var playback))
        {
            arrival.Case = playback;
            playback.Note(arrival.Received);
        }
    }

    private ResponseMessage Message(HttpContext context, ExchangeAnswer refusal)
    {
        var message = new ResponseMessage { StatusCode = refusal.Status, DateTime = time.GetUtcNow().UtcDateTime };
        foreach (var (name, value) in refusal.Headers.Where(header => header.Key != ContentLength))
        {
            message.AddHeader(name, value);
        }

        // WireMock leaves the length out of what it writes itself.
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

using System.Text;
using System.Text.Json;
using Conformance.Recording;
using Microsoft.AspNetCore.Http;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Http;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;
using Relay.Profiles;
using Relay.Requests;
using Relay.Sse;
using Relay.Tests.Translating;

namespace Conformance.Tests.Fuzzing;

/// <summary>
/// The bundled relay without its sockets: the request is translated, an upstream's bytes are pumped through the translator, and the answer
/// is recorded as a client reads it.
/// </summary>
internal static class InProcessRelay
{
    private const int MaxEventBytes = 16 << 20;

    private const string ResponseId = "resp_00000000000000000000000000000001";
    private const long Now = 1_700_000_000;

    private static readonly RelayClocks Clocks = new()
    {
        KeepAlive = TimeSpan.Zero,
        EarlyHeaders = TimeSpan.Zero,
        TransportIdle = TimeSpan.Zero,
        ProgressIdle = TimeSpan.Zero,
        FirstByte = TimeSpan.Zero,
    };

    /// <summary>What became of a request.</summary>
    /// <param name="Chat">The chat request; <see langword="null"/> when the request was refused.</param>
    /// <param name="Answer">The answer to the client.</param>
    public sealed record Exchanged(byte[]? Chat, RecordedStream Answer);

    /// <summary>Asks.</summary>
    /// <param name="request">The Responses request.</param>
    /// <param name="upstream">Makes the upstream's answer: its status and its body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="policies">The policies; the defaults without them.</param>
    public static async Task<Exchanged> AskAsync(
        ReadOnlyMemory<byte> request,
        Func<(int Status, Stream Body)> upstream,
        CancellationToken cancellationToken,
        RelayPolicies? policies = null)
    {
        policies ??= RelayPolicies.Default;
        var profile = new ProfileMap().Resolve(policies);
        var context = new DefaultHttpContext();
        using var sent = new MemoryStream();
        context.Response.Body = sent;
        if (RequestTranslator.Translate(request.ToArray(), policies, ResponseId, Now, out var problem, seal: null, profile.Requests)
            is not { } translated)
        {
            await ApiErrorResult.WriteAsync(context.Response, problem!, cancellationToken);
            return new Exchanged(null, Recorded(context.Response, sent.ToArray()));
        }

        var translator = profile.CreateTranslator(
            new TranslatorSettings(translated.Echo, policies, new CountedIds(), SecretWords.None));
        IResponseSink sink = translated.Stream ? new SseSink(context.Response) : new JsonSink(context.Response);
        using var output = new EventOutput(sink, translator, recorder: null, cancellationToken);
        if (profile.Opening is not StreamOpening.WithPayload || policies.ReportModel is ReportModel.Requested)
        {
            translator.Begin(output.Events);
        }

        if (profile.Opening is StreamOpening.AtOnce)
        {
            output.Open();
        }

        using var frames = profile.CreateFrameReader(MaxEventBytes, policies);
        var ending = await PumpAsync(translator, output, frames, profile.Opening, upstream(), cancellationToken);
        await output.EndAsync(ending with { At = Now });
        return new Exchanged(translated.Chat.ToArray(), Recorded(context.Response, sent.ToArray()));
    }

    private static async Task<UpstreamEnding> PumpAsync(
        IResponseTranslator translator,
        EventOutput output,
        SseReader frames,
        StreamOpening opening,
        (int Status, Stream Body) upstream,
        CancellationToken cancellationToken)
    {
        if (upstream.Status != StatusCodes.Status200OK)
        {
            using var refusal = new HttpResponseMessage((System.Net.HttpStatusCode)upstream.Status)
            {
                Content = new StreamContent(upstream.Body),
            };
            return UpstreamEnding.Failed((await UpstreamRefusal.ReadAsync(
                refusal, SecretWords.None, TimeProvider.System, cancellationToken))!) with { IsRefusal = true };
        }

        if (opening is StreamOpening.WithHeaders)
        {
            output.Open();
        }

        using var life = new CancellationTokenSource();
        await using var clock = new StreamClock(TimeProvider.System, Clocks, output, life);
        using var pump = new StreamPump(translator, output, clock, frames, SecretWords.None, MaxEventBytes, long.MaxValue);
        try
        {
            return await pump.RunAsync(upstream.Body, canWaitEmpty: false, length: null, cancellationToken);
        }
        catch (OperationCanceledException) when (upstream.Body is PieceStream { WasHeldOpen: true })
        {
            return UpstreamEnding.GraceOver;
        }
    }

    private static RecordedStream Recorded(HttpResponse response, byte[] body) => new()
    {
        SentAt = 0,
        HeadersAt = 1,
        Status = response.StatusCode,
        Headers = [
            .. response.Headers.Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value.ToString())),
        ],
        Body = body,
        Reads = body.Length == 0 ? [] : [new BodyRead(1, 0, body.Length)],
        End = StreamEnd.Closed,
        EndedAt = 2,
    };

    /// <summary>The bytes of a body as text, for messages.</summary>
    public static string Text(RecordedStream answer) => Encoding.UTF8.GetString(answer.Body.Span);

    /// <summary>The request of a case, with its model and another <c>stream</c>.</summary>
    public static JsonElement Request(Scenarios.Model.Scenario scenario, bool stream, string model = "gpt-fuzz") =>
        Conformance.Running.Asking.RequestBody.Build(scenario.Turns[0].Client.Body, model, stream);
}

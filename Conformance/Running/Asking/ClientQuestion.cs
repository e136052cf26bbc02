using System.Text.Json;
using Conformance.Expecting.Patterns;
using Conformance.Recording;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>
/// The request of a client in one turn, completed with the values that only the play knows: the model, the bound names, the relay's
/// address.
/// </summary>
/// <param name="Line">Method and path, for people.</param>
/// <param name="Body">The body as JSON without a marker; null where there is none, a string where it is text.</param>
/// <param name="Request">The request as it goes over the wire.</param>
internal sealed record ClientQuestion(string Line, JsonElement Body, RelayRequest Request)
{
    private static readonly JsonElement NoBody = JsonElement.Parse("null");

    /// <summary>The question of a turn.</summary>
    /// <param name="client">The request in the scenario.</param>
    /// <param name="stage">Where it is played.</param>
    /// <param name="access">How the relay is addressed.</param>
    /// <param name="judge">Puts bound names in.</param>
    /// <param name="bindings">The bound names.</param>
    /// <param name="stream">Another value of <c>stream</c> than the scenario's; <see langword="null"/> for the scenario's.</param>
    public static ClientQuestion Create(
        ClientRequest client, Stage stage, RelayAccess access, CaseJudge judge, Bindings bindings, bool? stream = null)
    {
        var manners = new RelayRequest
        {
            Url = access.GetResponsesUrl(stage.Relay),
            Body = ReadOnlyMemory<byte>.Empty,
            Key = access.ApiKey ?? stage.ApiKey,
            Stream = client.Stream,
            Headers = [
                .. access.Headers,
                .. client.Headers.Select(header => KeyValuePair.Create(header.Key, judge.ResolveText(bindings, header.Value))),
            ],
            HangUpAfter = client.HangUpAfter,
            ReadSlowly = client.ReadSlowly,
        };
        if (client.Http is { } other)
        {
            return Create(other, manners, stage, access, judge, bindings);
        }

        var body = RequestBody.Build(judge.Resolve(bindings, client.Body), access.Model ?? stage.Key, stream);
        var sent = access.By == Correlation.Marker ? CaseMarker.Write(body, stage.Key) ?? body : body;
        return new ClientQuestion(RequestLine.Responses, body, manners with { Body = RequestBody.GetBytes(sent) });
    }

    private static ClientQuestion Create(
        EndpointRequest other, RelayRequest manners, Stage stage, RelayAccess access, CaseJudge judge, Bindings bindings)
    {
        var path = judge.ResolvePath(bindings, other.Path);
        var body = other.Body is { } given ? judge.Resolve(bindings, given) : NoBody;
        return new ClientQuestion(RequestLine.Format(other.Method, path), body, manners with
        {
            Method = other.Method,
            Url = access.GetUrl(stage.Relay, path),
            Body = other.Body is null ? ReadOnlyMemory<byte>.Empty : RequestBody.GetBytes(body),
        });
    }
}

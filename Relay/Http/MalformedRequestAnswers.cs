using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Http;

/// <summary>
/// Gives the server's own refusals a body in OpenAI's shape: a malformed request line or header, an over-long URL or header, a request that
/// does not arrive in time. These requests never reach an endpoint.
/// </summary>
/// <remarks>
/// The server raises an event before it answers. At that point it has no writer for a body yet. So the response is started here, with the
/// headers of the body, and the body follows directly on the connection. The server then closes the connection.
/// </remarks>
internal sealed class MalformedRequestAnswers(RelayTelemetry telemetry, ILogger<MalformedRequestAnswers> logger)
    : IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The name of the server's event.</summary>
    public const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection features
            && features.Get<IHttpResponseFeature>() is { HasStarted: false } response
            && features.Get<IHttpResponseBodyFeature>() is { } body
            && features.Get<IConnectionTransportFeature>() is { } connection)
        {
            var failure = CreateFailure(response.StatusCode);
            RelayLog.Refused(logger, failure.Status, failure.Code, "");
            telemetry.Refused(failure.Code);
            var json = ApiErrorResult.Create(failure);
            response.Headers.ContentType = ApiErrorResult.ContentType;
            response.Headers.ContentLength = json.Length;
            response.Headers.Connection = "close";
            Send(body, connection.Transport.Output, HttpMethods.IsHead(features.Get<IHttpRequestFeature>()?.Method ?? "") ? default : json);
        }
    }

    public void OnCompleted()
    {
        // The relay ends.
    }

    public void OnError(Exception error)
    {
        // The server's events have no errors.
    }

    // Neither call waits: both write to a buffer that the server flushes when it closes the connection.
    private static void Send(IHttpResponseBodyFeature body, PipeWriter output, ReadOnlyMemory<byte> json)
    {
        var before = output.UnflushedBytes;
        var started = body.StartAsync();
        Debug.Assert(started.IsCompletedSuccessfully, "Starting a response only writes its headers to a buffer.");

        // While a client does not read earlier answers, the server puts the headers aside, and the body would overtake them.
        if (output.UnflushedBytes > before)
        {
            output.Write(json.Span);
        }
    }

    private static ApiError CreateFailure(int status)
    {
        var (code, message) = status switch
        {
            StatusCodes.Status408RequestTimeout => ("request_timeout", "The request did not arrive in time."),
            StatusCodes.Status413PayloadTooLarge => ("request_too_large", "The request body is too large."),
            StatusCodes.Status414UriTooLong => ("request_url_too_long", "The URL of the request is too long."),
            StatusCodes.Status431RequestHeaderFieldsTooLarge =>
                ("request_headers_too_large", "The headers of the request are too large, or too many."),
            StatusCodes.Status505HttpVersionNotsupported =>
                ("http_version_not_supported", "The HTTP version of the request is not supported."),
            _ => ("invalid_http_request", "The request is not valid HTTP."),
        };
        return ApiError.InvalidRequest(code, message, "", status);
    }
}

using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Conformance.Capturing;

/// <summary>Passes one exchange on in both directions, each read at once, and notes what passed.</summary>
internal sealed class Forwarder(VendorAddress vendor, HttpMessageInvoker client, CapturingOptions options)
{
    private const int ReadSize = 64 * 1024;

    /// <summary>Handles one request of a client.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var tape = new CapturedExchangeBuilder(options.Time, options.MostBytes);
        var requestHeaders = ForwardedHeaders.ReadReceived(context.Request);
        CaptureEnd? end;
        try
        {
            using var message = CreateMessage(context, tape);
            using var response = await client.SendAsync(message, context.RequestAborted);
            end = await AnswerAsync(context, response, tape);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // A client that has read an answer of known length has no reason to stay.
            end = tape.IsComplete ? CaptureEnd.Clean : CaptureEnd.ClientGone;
        }
        catch (HttpRequestException refused) when (!HasEnded(refused))
        {
            await RefuseAsync(context, refused);
            return;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or SocketException)
        {
            end = IsReset(broken) || tape.Status is null ? CaptureEnd.Reset : CaptureEnd.Truncated;
        }

        Record(context, tape, requestHeaders, end.Value);
        await EndAsync(context, end.Value);
    }

    private static async Task<CaptureEnd> AnswerAsync(HttpContext context, HttpResponseMessage response, CapturedExchangeBuilder tape)
    {
        tape.RecordAnswer((int)response.StatusCode, ForwardedHeaders.ReadReceived(response));
        context.Response.StatusCode = (int)response.StatusCode;
        ForwardedHeaders.ToClient(response, context.Response);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[ReadSize];
        while (true)
        {
            var length = await body.ReadAsync(buffer, context.RequestAborted);
            if (length == 0)
            {
                return CaptureEnd.Clean;
            }

            var at = tape.GetElapsed();
            // The vendor's answer is recorded even if the client has disconnected meanwhile.
            tape.Read(buffer.AsSpan(0, length), at);
            await context.Response.BodyWriter.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
        }
    }

    private HttpRequestMessage CreateMessage(HttpContext context, CapturedExchangeBuilder tape)
    {
        var request = context.Request;
        var hasBody = request.ContentLength > 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        var message = new HttpRequestMessage(
            HttpMethod.Parse(request.Method), vendor.Resolve(request, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = hasBody ? new ForwardedContent(request, tape) : null,
        };
        ForwardedHeaders.ToVendor(request.Headers, message);
        return message;
    }

    private void Record(
        HttpContext context, CapturedExchangeBuilder tape, IReadOnlyList<KeyValuePair<string, string>> requestHeaders, CaptureEnd end)
    {
        var path = context.Request.Path.Value ?? "/";
        if (tape.IsTooLarge)
        {
            options.OnTrouble($"An exchange is larger than {options.MostBytes / 1024 / 1024} MB; it is passed on and not recorded.");
        }
        else
        {
            options.OnExchange(tape.ToExchange(context.Request.Method, path, requestHeaders, end));
        }
    }

    private async Task EndAsync(HttpContext context, CaptureEnd end)
    {
        switch (end)
        {
            case CaptureEnd.Reset:
                await ClientEnd.ResetAsync(context, options.Time, context.RequestAborted);
                break;
            case CaptureEnd.Truncated:
                await ClientEnd.TruncateAsync(context, options.Time, context.RequestAborted);
                break;
            case CaptureEnd.ClientGone:
                context.Abort();
                break;
        }
    }

    private async Task RefuseAsync(HttpContext context, HttpRequestException refused)
    {
        var reason = $"The recorder cannot reach {vendor.Shown}: {(refused.InnerException ?? refused).Message.TrimEnd('.')}.";
        options.OnTrouble(reason);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        context.Response.Headers["x-should-retry"] = "false";
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(
            new RecorderError(new RecorderErrorBody(reason, "recorder_error", "vendor_unreachable")),
            RecorderJson.Default.RecorderError), context.RequestAborted);
    }

    /// <summary>Returns whether a vendor that was reached ended the exchange, so that the end is its answer.</summary>
    private static bool HasEnded(HttpRequestException problem) =>
        problem.HttpRequestError is HttpRequestError.ResponseEnded || IsReset(problem)
            || (problem.HttpRequestError is HttpRequestError.Unknown && problem.InnerException is IOException);

    private static bool IsReset(Exception? problem)
    {
        for (; problem is not null; problem = problem.InnerException)
        {
            if (problem is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                return true;
            }
        }

        return false;
    }
}

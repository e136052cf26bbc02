using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;

namespace Relay.Exchange;

/// <summary>Decides from the status whether the upstream rejected the request, before its body is translated.</summary>
internal static class UpstreamRefusal
{
    private const int MostErrorBytes = 64 * 1024;

    private static readonly TimeSpan ErrorBodyPatience = TimeSpan.FromSeconds(5);

    /// <summary>Reads the error of an upstream that rejected the request.</summary>
    /// <returns>The failure; <see langword="null"/> if the body is an answer to translate.</returns>
    public static async Task<ApiError?> ReadAsync(
        HttpResponseMessage response, SecretWords secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            // A proxy's login page (Q135).
            return Failures.Redirect with { UpstreamStatus = status };
        }

        if (status < 400)
        {
            return null;
        }

        using var body = new PooledBuffer();
        await ReadErrorAsync(response, body, time, cancellationToken);
        return VendorError.FromStatus(status, body.Written, secrets) with { UpstreamStatus = status };
    }

    /// <summary>Returns the failure for a request that got no answer.</summary>
    public static ApiError FromException(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ResponseEnded => Failures.ConnectionLost,
        HttpRequestError.InvalidResponse => Failures.NotAnAnswer,
        HttpRequestError.Unknown when exception.InnerException is IOException => Failures.ConnectionLost,
        _ => Failures.Unreachable,
    };

    private static async Task ReadErrorAsync(
        HttpResponseMessage response, PooledBuffer body, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ErrorBodyPatience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var (stream, _) = await UpstreamBody.OpenAsync(response.Content, both.Token);
            await using (stream)
            {
                while (body.Count < MostErrorBytes && await stream.ReadAsync(body.GetMemory(), both.Token) is var count and not 0)
                {
                    body.Advance(count);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The status is known, so the part of the body that was read is enough.
        }
    }
}

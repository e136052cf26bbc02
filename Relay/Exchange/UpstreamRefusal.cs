using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;

namespace Relay.Exchange;

/// <summary>Finds out whether an upstream has answered at all, before its body is worth pumping.</summary>
internal static class UpstreamRefusal
{
    private const int MostErrorBytes = 64 * 1024;

    private static readonly TimeSpan ErrorBodyPatience = TimeSpan.FromSeconds(5);

    /// <summary>Reads the refusal out of an answer that is none.</summary>
    /// <returns>The failure, or <see langword="null"/> when the answer's body is to be pumped.</returns>
    public static async Task<ApiError?> ReadAsync(
        HttpResponseMessage response, SecretWords secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return Failures.Redirect;
        }

        if (status < 400)
        {
            return null;
        }

        using var body = new PooledBuffer();
        await ReadErrorAsync(response, body, time, cancellationToken);
        return VendorError.FromStatus(status, body.Written, secrets) with { UpstreamStatus = status };
    }

    /// <summary>Names what went wrong before there was any answer.</summary>
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
            // The status has been said; what is there of the body has to do.
        }
    }
}

using System.Globalization;
using Conformance.Recording;

namespace Conformance.Capturing;

/// <summary>Collects one exchange while it passes. Bytes beyond the limit are passed on and not stored.</summary>
internal sealed class CapturedExchangeBuilder(TimeProvider time, long most)
{
    private readonly BodyPieces _body = new();
    private readonly BodyPieces _request = new();
    private readonly List<CapturedRead> _reads = [];
    private long _sentAt = time.GetTimestamp();
    private TimeSpan _headersAt;

    /// <summary>Whether the exchange exceeds the limit.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The status; <see langword="null"/> before the answer.</summary>
    public int? Status { get; private set; }

    /// <summary>The answer's headers, names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    /// <summary>
    /// Whether the body is as long as the answer's head declares, so that nothing more is expected. Answers with the statuses 204 and 304
    /// have no body, whatever their head declares (RFC 9110, section 6.4.1).
    /// </summary>
    public bool IsComplete => Status is 204 or 304 || HasWholeBody;

    private bool HasWholeBody => !IsTooLarge
        && Headers.FirstOrDefault(static header => header.Key == "content-length").Value is { } said
        && long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length == _body.Length;

    /// <summary>Adds a piece of the request's body.</summary>
    public void Request(ReadOnlySpan<byte> bytes)
    {
        if (HasRoom(bytes.Length))
        {
            _request.Write(bytes);
        }
    }

    /// <summary>Records that the request has been sent completely.</summary>
    public void RecordSent() => _sentAt = time.GetTimestamp();

    /// <summary>Records the head of the answer.</summary>
    public void RecordAnswer(int status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        _headersAt = GetElapsed();
        Status = status;
        Headers = headers;
    }

    /// <summary>Returns a read has returned.</summary>
    public TimeSpan GetElapsed() => time.GetElapsedTime(_sentAt);

    /// <summary>Adds the bytes of a read.</summary>
    public void Read(ReadOnlySpan<byte> bytes, TimeSpan at)
    {
        if (HasRoom(bytes.Length))
        {
            _reads.Add(new CapturedRead(at, _body.Length, bytes.Length));
            _body.Write(bytes);
        }
    }

    /// <summary>Returns the exchange as it was.</summary>
    public CapturedExchange ToExchange(
        string method, string path, IReadOnlyList<KeyValuePair<string, string>> requestHeaders, CaptureEnd end) => new()
    {
        Method = method,
        Path = path,
        RequestHeaders = requestHeaders,
        RequestBody = _request.GetFirst(_request.Length),
        Status = Status,
        Headers = Headers,
        Body = _body.GetFirst(_body.Length),
        Reads = _reads,
        HeadersAt = _headersAt,
        End = end,
        EndedAt = GetElapsed(),
    };

    private bool HasRoom(int length)
    {
        IsTooLarge |= (long)_body.Length + _request.Length + length > most;
        return !IsTooLarge;
    }
}

using System.Buffers;

namespace Conformance.Recording;

/// <summary>Collects one answer while it arrives.</summary>
internal sealed class StreamTape(TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly List<BodyRead> _reads = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private long _sentAt = time.GetTimestamp();
    private long? _headersAt;
    private int? _status;

    /// <summary>Whether the relay has answered at all.</summary>
    public bool HasHeaders => _headersAt is not null;

    /// <summary>The bytes so far.</summary>
    public long Length => _body.WrittenCount;

    public void Sent() => _sentAt = time.GetTimestamp();

    public void Headers(HttpResponseMessage response)
    {
        _headersAt = time.GetTimestamp();
        _status = (int)response.StatusCode;
        foreach (var headers in new[] { response.Headers.NonValidated, response.Content.Headers.NonValidated })
        {
            foreach (var (name, values) in headers)
            {
                _headers.AddRange(values.Select(value => KeyValuePair.Create(name.ToLowerInvariant(), value)));
            }
        }
    }

    public void Read(ReadOnlySpan<byte> bytes, long at)
    {
        _reads.Add(new BodyRead(at, _body.WrittenCount, bytes.Length));
        _body.Write(bytes);
    }

    public RecordedStream End(StreamEnd end, string? detail = null) => new()
    {
        SentAt = _sentAt,
        HeadersAt = _headersAt,
        Status = _status,
        Headers = _headers,
        Body = _body.WrittenMemory,
        Reads = _reads,
        End = end,
        EndedAt = time.GetTimestamp(),
        EndDetail = detail,
    };
}

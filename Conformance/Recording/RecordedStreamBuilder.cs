namespace Conformance.Recording;

/// <summary>Collects one answer while it arrives.</summary>
internal sealed class RecordedStreamBuilder(TimeProvider time, RunMemory.Share? memory = null)
{
    // Beyond it reads are joined: a relay that sends single bytes must not make the list larger than the body.
    private const int MaxReads = 50_000;

    private readonly BodyPieces _body = new();
    private readonly List<BodyRead> _reads = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private long _sentAt = time.GetTimestamp();
    private long? _headersAt;
    private int? _status;

    /// <summary>Whether the relay has answered at all.</summary>
    public bool HasHeaders => _headersAt is not null;

    /// <summary>The bytes so far.</summary>
    public long Length => _body.Length;

    public void RecordSent() => _sentAt = time.GetTimestamp();

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

    /// <summary>The number of header fields.</summary>
    public int HeaderCount => _headers.Count;

    /// <summary>Whether the headers declare a JSON body.</summary>
    public bool IsJson => _headers.Exists(header => header.Key is "content-type"
        && header.Value.StartsWith("application/json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds the bytes of a read.</summary>
    /// <returns>Whether the run has memory for it; nothing is added when it has not.</returns>
    public bool Read(ReadOnlySpan<byte> bytes, long at)
    {
        if (memory?.TryHold(bytes.Length) == false)
        {
            return false;
        }

        if (_reads.Count < MaxReads)
        {
            _reads.Add(new BodyRead(at, _body.Length, bytes.Length));
        }
        else
        {
            var last = _reads[^1];
            _reads[^1] = new BodyRead(at, last.Offset, last.Length + bytes.Length);
        }

        _body.Write(bytes);
        return true;
    }

    /// <summary>Returns the answer that exceeded a limit, with only the beginning of its body.</summary>
    public RecordedStream EndTooLarge(AnswerExcess excess, AnswerLimits limits)
    {
        var kept = (int)Math.Min(_body.Length, limits.KeptBytes);
        memory?.Release(_body.Length - kept);
        var reads = _reads.TakeWhile(read => read.Offset < kept).ToList();
        if (reads is [.., var last] && last.Offset + last.Length > kept)
        {
            reads[^1] = last with { Length = (int)(kept - last.Offset) };
        }

        _headers.RemoveRange(Math.Min(_headers.Count, limits.MaxHeaders), Math.Max(0, _headers.Count - limits.MaxHeaders));
        return CreateStream(StreamEnd.TooLarge, _body.GetFirst(kept)) with { Reads = reads, Excess = excess };
    }

    public RecordedStream ToStream(StreamEnd end, string? detail = null) =>
        CreateStream(end, _body.GetFirst(_body.Length)) with { EndDetail = detail };

    private RecordedStream CreateStream(StreamEnd end, byte[] body) => new()
    {
        SentAt = _sentAt,
        HeadersAt = _headersAt,
        Status = _status,
        Headers = _headers,
        Body = body,
        Reads = _reads,
        End = end,
        EndedAt = time.GetTimestamp(),
    };
}

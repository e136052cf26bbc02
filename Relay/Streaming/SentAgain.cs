namespace Relay.Streaming;

/// <summary>Knows an event that a layer in between sent again: it has the <c>id:</c> line and the payload of the event before it (Q116).</summary>
internal sealed class SentAgain
{
    private byte[] _id = [];
    private byte[] _lastId = [];
    private byte[] _lastPayload = [];

    /// <summary>Takes the id of the event that follows.</summary>
    public void TakeId(ReadOnlySpan<byte> id) => _id = id.ToArray();

    /// <summary>Whether the event with this payload is the one before it; an event without an id never is.</summary>
    public bool Is(ReadOnlySpan<byte> payload)
    {
        var isAgain = _id.Length > 0 && _id.AsSpan().SequenceEqual(_lastId) && payload.SequenceEqual(_lastPayload);
        (_lastId, _id) = (_id, []);
        _lastPayload = _lastId.Length > 0 ? payload.ToArray() : [];
        return isAgain;
    }
}

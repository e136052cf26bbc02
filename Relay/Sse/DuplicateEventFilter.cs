namespace Relay.Sse;

/// <summary>
/// Recognises an event that a proxy between vendor and relay sent twice: it has the <c>id:</c> line and the payload of the event before it
/// (Q116).
/// </summary>
internal sealed class DuplicateEventFilter
{
    private byte[] _id = [];
    private byte[] _lastId = [];
    private byte[] _lastPayload = [];

    /// <summary>Sets the id of the event that follows.</summary>
    public void SetId(ReadOnlySpan<byte> id) => _id = id.ToArray();

    /// <summary>Returns whether the event with this payload repeats the event before it; an event without an id never does.</summary>
    public bool IsDuplicate(ReadOnlySpan<byte> payload)
    {
        var isDuplicate = _id.Length > 0 && _id.AsSpan().SequenceEqual(_lastId) && payload.SequenceEqual(_lastPayload);
        (_lastId, _id) = (_id, []);
        _lastPayload = _lastId.Length > 0 ? payload.ToArray() : [];
        return isDuplicate;
    }
}

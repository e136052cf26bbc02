namespace Relay.Sse;

/// <summary>Splits the bytes of an upstream's answer into server-sent events. It is chosen once for each stream.</summary>
internal abstract class SseReader : IDisposable
{
    /// <summary>Whether anything looked like a server-sent event so far; if not, the body is some other text.</summary>
    public bool Recognised { get; protected set; }

    /// <summary>
    /// The first line that is neither a field nor a payload: one word, or before any event a name with a text; empty without one.
    /// </summary>
    public virtual ReadOnlySpan<byte> OtherLine => [];

    /// <summary>
    /// Whether any body is read as an event stream, also one without events. Otherwise a JSON body is recognised, and a body of
    /// another kind is a failure.
    /// </summary>
    public abstract bool ReadsAnyBody { get; }

    /// <summary>Whether a body that breaks off may still be a complete answer (Q154, Q155).</summary>
    public abstract bool AcceptsCutBody { get; }

    /// <summary>Reads the next frame; the bytes behind it stay in <paramref name="unread"/>.</summary>
    /// <returns>Whether there was a frame; if not, the reader has stored all of <paramref name="unread"/>.</returns>
    public abstract bool TryRead(ref ReadOnlySpan<byte> unread, out SseFrame frame);

    /// <summary>Reads a frame that the end of the body leaves.</summary>
    public abstract bool TryReadLast(out SseFrame frame);

    public abstract void Dispose();
}

namespace Relay.Sse;

/// <summary>What an upstream frame is.</summary>
internal enum SseFrameKind
{
    /// <summary>A payload of the answer.</summary>
    Payload,

    /// <summary>The payload of an <c>event: error</c> (Q119).</summary>
    Error,

    /// <summary>The sentinel, in any of its spellings (Q90).</summary>
    Done,

    /// <summary>An event larger than allowed (Q151). Nothing can follow.</summary>
    TooLarge,
}

/// <summary>One upstream frame. Its bytes are valid until the reader is asked again.</summary>
internal readonly ref struct SseFrame(SseFrameKind kind, ReadOnlySpan<byte> payload)
{
    public SseFrameKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}

namespace Relay.Storing;

/// <summary>A response as it is kept: what it became, what was asked, and what it was built on.</summary>
internal sealed record StoredResponse
{
    public required ResponseKey Key { get; init; }

    /// <summary>The response it continues; its turn stands before this one's.</summary>
    public string? PreviousId { get; init; }

    /// <summary>
    /// The name of the upstream that makes it, whose policies its replay follows; <see langword="null"/> when an older relay stored it.
    /// </summary>
    public string? Upstream { get; init; }

    public required string Status { get; init; }

    public bool Background { get; init; }

    /// <summary>Whether its events are kept too.</summary>
    public bool Streamed { get; init; }

    /// <summary>The response object, as the client got it.</summary>
    public required ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>The input items of its own request, a JSON array; those of earlier turns are with the earlier responses.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>
    /// Its input items with what items that were referred to bring and the client never saw, a JSON array; <see langword="null"/> when
    /// <see cref="Input"/> has all there is.
    /// </summary>
    public ReadOnlyMemory<byte>? KeptInput { get; init; }

    /// <summary>
    /// Its output items with what the vendor wants back and the client never saw, a JSON array; <see langword="null"/> when the response
    /// has all there is.
    /// </summary>
    public ReadOnlyMemory<byte>? KeptItems { get; init; }

    /// <summary>The ids of its input and output items, by which a request may refer to them.</summary>
    public IReadOnlyList<string> ItemIds { get; init; } = [];

    /// <summary>When it may be forgotten.</summary>
    public required DateTimeOffset KeptUntil { get; init; }

    /// <summary>For a response that is still being made, until when its relay is believed to be alive.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    public bool IsRunning => ResponseStatus.IsRunning(Status);
}

using System.Buffers;

namespace Relay.Contract;

/// <summary>Describes a response that has ended.</summary>
/// <param name="Json">
/// The response object as UTF-8 JSON, byte for byte the one in the terminal event; empty when an older system ends without one.
/// </param>
/// <param name="Failure">Why the response failed; <see langword="null"/> when it did not.</param>
/// <param name="Usage">The tokens that the upstream counted; <see langword="null"/> when it reported none.</param>
/// <param name="Warnings">Sentences for the log about input that was ignored or changed.</param>
public sealed record FinalResponse(ReadOnlySequence<byte> Json, ApiError? Failure, TokenUsage? Usage, IReadOnlyList<string> Warnings)
{
    /// <summary>
    /// The output items as a JSON array, where the store needs more of them than <see cref="Json"/> shows, such as vendor reasoning hidden
    /// from the client;
    /// otherwise <see langword="null"/>.
    /// </summary>
    public ReadOnlySequence<byte>? ItemsToStore { get; init; }
}

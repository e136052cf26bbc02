using Relay.Contract;

namespace Relay.Requests;

/// <summary>A Responses request, ready to be sent on.</summary>
/// <param name="Chat">The chat request, as JSON.</param>
/// <param name="Stream">Whether the client wants events.</param>
/// <param name="Echo">What the response repeats of the request.</param>
/// <param name="Warnings">Sentences for the log: what of the request was left out.</param>
internal sealed record TranslatedRequest(ReadOnlyMemory<byte> Chat, bool Stream, ResponseEcho Echo, IReadOnlyList<string> Warnings);

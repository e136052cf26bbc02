using Relay.Translating;

namespace Relay.Requests;

/// <summary>A Responses request, ready to be sent on.</summary>
/// <param name="Chat">The chat request, as JSON.</param>
/// <param name="Stream">Whether the client wants events.</param>
/// <param name="Echo">What the response repeats of the request.</param>
internal sealed record TranslatedRequest(ReadOnlyMemory<byte> Chat, bool Stream, ResponseEcho Echo);

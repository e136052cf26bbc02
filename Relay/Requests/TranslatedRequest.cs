using Relay.Contract;

namespace Relay.Requests;

/// <summary>Represents a translated request, ready to be sent.</summary>
/// <param name="Chat">The chat request as JSON.</param>
/// <param name="Stream">Whether the client requested a stream.</param>
/// <param name="Echo">The members that the response repeats.</param>
/// <param name="Warnings">The warnings for the log about omitted members.</param>
internal sealed record TranslatedRequest(ReadOnlyMemory<byte> Chat, bool Stream, ResponseEcho Echo, IReadOnlyList<string> Warnings);

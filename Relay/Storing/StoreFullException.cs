namespace Relay.Storing;

/// <summary>The exception that is thrown if the store has no room for a response, which is then not stored.</summary>
internal sealed class StoreFullException(string message) : StoreUnavailableException(message, failure: StoreFailure.Full);

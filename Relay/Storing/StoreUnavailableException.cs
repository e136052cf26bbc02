namespace Relay.Storing;

/// <summary>The store cannot be asked. The message names neither address nor user.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

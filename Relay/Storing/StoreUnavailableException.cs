namespace Relay.Storing;

/// <summary>The exception that is thrown if the store cannot be reached. Its message names neither address nor user.</summary>
internal class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

using Conformance.Clients.Views;

namespace Conformance.Clients.Models;

/// <summary>An exception of a client's own code while it reads. The view catches it and reports it as the client's failure.</summary>
/// <param name="type">The exception's name in the client's language.</param>
/// <param name="message">Its message.</param>
internal sealed class ClientReadException(string type, string message) : Exception(message)
{
    public ClientFailure Failure { get; } = new(type, message);
}

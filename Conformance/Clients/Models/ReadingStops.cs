using Conformance.Clients.Views;

namespace Conformance.Clients.Models;

/// <summary>What a client's own code throws while it reads; caught at the view's door and told as its failure.</summary>
/// <param name="type">The exception's name in the client's language.</param>
/// <param name="message">Its message.</param>
internal sealed class ReadingStops(string type, string message) : Exception(message)
{
    public ClientFailure Failure { get; } = new(type, message);
}

namespace Conformance.Commands.Options;

/// <summary>A mistake of the user, said in one sentence that stands by itself. Ends a command with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

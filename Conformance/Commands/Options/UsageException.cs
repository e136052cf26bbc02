namespace Conformance.Commands.Options;

/// <summary>A mistake of the user, described in one complete sentence. Ends a command with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

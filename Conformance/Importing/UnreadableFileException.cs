namespace Conformance.Importing;

/// <summary>A file contains no answer that can be judged. The message describes its content and the remedy in one sentence.</summary>
public sealed class UnreadableFileException(string message) : Exception(message);

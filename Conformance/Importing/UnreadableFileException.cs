namespace Conformance.Importing;

/// <summary>A file holds no answer that can be judged. The message is one sentence that says what it holds and what to do.</summary>
public sealed class UnreadableFileException(string message) : Exception(message);

namespace Conformance.Running.Relays;

/// <summary>
/// Finds the line in a dead process's output that names the reason: the first line of a stack trace, or the sentence of a panic.
/// </summary>
internal static class CrashLine
{
    // The words in which runtimes report the end of a process: .NET, Java, Node.js, Python, Ruby, Go, Rust, C.
    private static readonly string[] Telling = [
        "unhandled", "exception", "error:", "panic", "fatal", "out of memory", "segmentation fault", "assertion", "aborted",
    ];

    /// <summary>Returns the last such line; <see langword="null"/> when there is none.</summary>
    /// <param name="lines">The output in its order.</param>
    public static string? FindLast(IReadOnlyList<string> lines) => lines.LastOrDefault(IsTelling);

    /// <summary>Frames of a stack trace are indented, and name exceptions, too.</summary>
    private static bool IsTelling(string line) =>
        line.Length > 0 && !char.IsWhiteSpace(line[0]) && !line.StartsWith("---", StringComparison.Ordinal)
            && Telling.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
}

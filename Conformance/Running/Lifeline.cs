namespace Conformance.Running;

/// <summary>
/// Ties a process to us even when we are killed: a shell holds the pipe that ends with us, and ends the process when it does.
/// </summary>
/// <remarks>
/// Only where there is a POSIX shell; elsewhere a judge that is killed by force leaves its relay. What a user's command starts in the
/// background of its own shell is out of reach then, too.
/// </remarks>
internal static class Lifeline
{
    // The watcher lets go of the outputs: as long as somebody holds them, their end is not seen.
    private const string Script = """
        exec 3<&0
        "$@" 3<&- </dev/null & child=$!
        { read -r _ <&3; kill -9 "$child"; } >/dev/null 2>&1 & watcher=$!
        wait "$child"; code=$?
        kill "$watcher" 2>/dev/null
        exit "$code"
        """;

    /// <summary>The words that start a program on a lifeline. Our end of its standard input must stay open as long as it is to live.</summary>
    public static IReadOnlyList<string> Wrap(string program, IReadOnlyList<string> arguments) => OperatingSystem.IsWindows()
        ? [program, .. arguments]
        : ["/bin/sh", "-c", Script, "relayconf", program, .. arguments];
}

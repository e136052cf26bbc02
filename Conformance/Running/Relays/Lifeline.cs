namespace Conformance.Running.Relays;

/// <summary>
/// Ties a process to us even when we are killed: a shell holds a pipe that closes when we end, and then ends the process with all its
/// descendants.
/// </summary>
/// <remarks>
/// Only where there is a POSIX shell; elsewhere a judge that is killed by force leaves its relay. On Linux the shell has a session of its
/// own, whose members end together, and processes that left it are known by a variable of their environment. A process that leaves the
/// session and overwrites its environment is out of reach.
/// </remarks>
internal static class Lifeline
{
    /// <summary>The environment variable that identifies the descendants of a relay.</summary>
    public const string Variable = "RELAYCONF_LIFELINE";

    // The watcher lets go of the outputs: as long as somebody holds them, their end is not seen. What it runs must not be the relay's own
    // kind: the variable is set for the relay alone. A pass finds what was started during the one before. The watcher ends the shell first,
    // which would end the watcher when it sees its child gone.
    private const string Script = """
        mark=$1; folder=$2; own=$3; shift 3
        sweep() {
          for pass in 1 2 3 4 5; do
            left=$(grep -lszxF -e "RELAYCONF_LIFELINE=$mark" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3)
            [ -n "$left" ] || break
            kill -9 $left 2>/dev/null
          done
        }
        exec 3<&0
        RELAYCONF_LIFELINE=$mark "$@" 3<&- </dev/null & child=$!
        {
          trap '' INT HUP TERM
          read -r _ <&3
          kill -9 "$$" "$child"; sweep
          [ -z "$folder" ] || rm -rf -- "$folder"
          [ -z "$own" ] || kill -9 -- "-$$"
        } >/dev/null 2>&1 & watcher=$!
        wait "$child"; code=$?
        kill -9 "$watcher" 2>/dev/null
        sweep
        exit "$code"
        """;

    // The program that starts another one in a new session. It is not part of POSIX, but every Linux has it.
    private static readonly string? SetSid = OperatingSystem.IsLinux()
        ? new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists)
        : null;

    /// <summary>Whether a program started on a lifeline has its own session, and so its own process group.</summary>
    public static bool HasOwnSession => SetSid is not null;

    /// <summary>
    /// The words that start a program on a lifeline. Our end of its standard input must stay open as long as it is to live.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="mark">The value that identifies the program and its children; unique.</param>
    /// <param name="folder">A folder that is removed when we are killed; <see langword="null"/> for none.</param>
    public static IReadOnlyList<string> Wrap(string program, IReadOnlyList<string> arguments, string mark, string? folder = null) =>
        OperatingSystem.IsWindows()
            ? [program, .. arguments]
            : [.. SetSid is { } session ? new[] { session } : [], "/bin/sh", "-c", Script, "relayconf", mark, folder
                ?? "", SetSid is null ? "" : "yes", program, .. arguments];
}
